/// The instructions of pickles that data are written with (Python's `pickletools` names them so). Others are refused.
enum PickleOpcode: UInt8 {
  // Frame of the stream
  case proto = 0x80
  case frame = 0x95
  case stop = 0x2e  // .

  // Stack and memo
  case mark = 0x28  // (
  case pop = 0x30  // 0
  case popMark = 0x31  // 1
  case dup = 0x32  // 2
  case binget = 0x68  // h
  case longBinget = 0x6a  // j
  case binput = 0x71  // q
  case longBinput = 0x72  // r
  case memoize = 0x94

  // Constants
  case none = 0x4e  // N
  case newTrue = 0x88
  case newFalse = 0x89
  case binint = 0x4a  // J
  case binint1 = 0x4b  // K
  case binint2 = 0x4d  // M
  case long1 = 0x8a
  case long4 = 0x8b
  case binfloat = 0x47  // G

  // Texts and bytes
  case binunicode = 0x58  // X
  case shortBinunicode = 0x8c
  case binunicode8 = 0x8d
  case binstring = 0x54  // T
  case shortBinstring = 0x55  // U
  case binbytes = 0x42  // B
  case shortBinbytes = 0x43  // C
  case binbytes8 = 0x8e
  case bytearray8 = 0x96

  // Collections
  case emptyTuple = 0x29  // )
  case tuple = 0x74  // t
  case tuple1 = 0x85
  case tuple2 = 0x86
  case tuple3 = 0x87
  case emptyList = 0x5d  // ]
  case list = 0x6c  // l
  case append = 0x61  // a
  case appends = 0x65  // e
  case emptyDict = 0x7d  // }
  case dict = 0x64  // d
  case setitem = 0x73  // s
  case setitems = 0x75  // u
  case emptySet = 0x8f
  case additems = 0x90
  case frozenset = 0x91

  // Objects, which are kept as what is written and never made
  case global = 0x63  // c
  case stackGlobal = 0x93
  case reduce = 0x52  // R
  case newobj = 0x81
  case build = 0x62  // b
  case binpersid = 0x51  // Q

  /// The bytes of the length before a text or bytes; nil for other instructions.
  var lengthBytes: Int? {
    switch self {
    case .shortBinunicode, .shortBinstring, .shortBinbytes, .long1: 1
    case .binunicode, .binstring, .binbytes, .long4: 4
    case .binunicode8, .binbytes8, .bytearray8: 8
    default: nil
    }
  }
}
