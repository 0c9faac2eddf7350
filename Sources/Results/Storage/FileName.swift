/// The name of a file or folder for a name that a user chose.
///
/// Letters, digits, `-`, `_` and `.` stay; every other byte of the UTF-8 becomes `_x` and two hexadecimal digits, and
/// so does what could be mistaken for that, a leading dot (a hidden file) and the second of two dots (the parent
/// folder). Different names therefore never share a file.
package enum FileName {
  package static func of(_ name: String) -> String {
    let bytes = Array(name.utf8)
    var result = ""
    for (index, byte) in bytes.enumerated() {
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      if isPlain(byte, before: next, after: result.last) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        result += "_x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return result.isEmpty ? "_x" : result
  }

  private static func isPlain(_ byte: UInt8, before next: UInt8, after last: Character?) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      true
    case UInt8(ascii: "_"): next != UInt8(ascii: "x")
    case UInt8(ascii: "."): last != nil && last != "."
    default: false
    }
  }
}
