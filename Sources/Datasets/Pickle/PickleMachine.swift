/// Follows the instructions of a pickle on a stack of values, and collects these; it makes no object and calls nothing.
struct PickleMachine {
  /// The most values; a pickle's values take far more memory than its bytes.
  static let largestCount = 20_000_000

  private let file: UnsafeRawBufferPointer
  /// The offset of the next byte.
  private(set) var position = 0
  private(set) var nodes: [PickleNode] = []
  private var stack: [Int] = []
  private var marks: [Int] = []
  private var memo: [Int: Int] = [:]

  init(_ file: UnsafeRawBufferPointer) { self.file = file }

  /// Returns the value that is left at the end.
  mutating func run() throws(PickleProblem) -> Int {
    while true {
      let byte = try number(UInt8.self)
      guard let opcode = PickleOpcode(rawValue: byte) else { throw .unknownOpcode(byte) }
      if opcode == .stop { return try pop() }
      try follow(opcode)
    }
  }

  private mutating func follow(_ opcode: PickleOpcode) throws(PickleProblem) {
    if let length = opcode.lengthBytes { return try pushBytes(opcode, lengthBytes: length) }
    switch opcode {
    case .proto:
      let version = try number(UInt8.self)
      guard (2...5).contains(version) else { throw .protocolVersion(version) }
    case .frame: _ = try number(UInt64.self)
    case .mark, .pop, .popMark, .dup, .binget, .longBinget, .binput, .longBinput, .memoize: try handleStack(opcode)
    case .none: try push(.none)
    case .newTrue: try push(.bool(true))
    case .newFalse: try push(.bool(false))
    case .binint: try push(.integer(Int(try number(Int32.self))))
    case .binint1: try push(.integer(Int(try number(UInt8.self))))
    case .binint2: try push(.integer(Int(try number(UInt16.self))))
    case .binfloat: try push(.real(Double(bitPattern: try number(UInt64.self).byteSwapped)))
    case .global, .stackGlobal, .reduce, .newobj, .build, .binpersid: try handleObject(opcode)
    default: try collect(opcode)
    }
  }

  // MARK: - Stack

  private mutating func push(_ kind: PickleNode.Kind, _ children: [Int] = []) throws(PickleProblem) {
    guard nodes.count < Self.largestCount else { throw .tooManyValues(Self.largestCount) }
    nodes.append(PickleNode(kind, children))
    stack.append(nodes.count - 1)
  }

  private mutating func pop() throws(PickleProblem) -> Int {
    guard stack.count > (marks.last ?? 0), let value = stack.popLast() else { throw .emptyStack }
    return value
  }

  private func top() throws(PickleProblem) -> Int {
    guard stack.count > (marks.last ?? 0), let value = stack.last else { throw .emptyStack }
    return value
  }

  /// The values since the last mark, which is removed with them.
  private mutating func popToMark() throws(PickleProblem) -> [Int] {
    guard let mark = marks.popLast(), mark <= stack.count else { throw .missingMark }
    let values = Array(stack[mark...])
    stack.removeSubrange(mark...)
    return values
  }

  private mutating func pop(_ count: Int) throws(PickleProblem) -> [Int] {
    var values: [Int] = []
    for _ in 0..<count { values.append(try pop()) }
    return values.reversed()
  }

  private mutating func handleStack(_ opcode: PickleOpcode) throws(PickleProblem) {
    switch opcode {
    case .mark: marks.append(stack.count)
    case .pop:
      // Without values since the last mark, the mark itself is removed.
      if let mark = marks.last, mark == stack.count { marks.removeLast() } else { _ = try pop() }
    case .popMark: _ = try popToMark()
    case .dup: stack.append(try top())
    case .binget: try recall(Int(try number(UInt8.self)))
    case .longBinget: try recall(Int(try number(UInt32.self)))
    case .binput: memo[Int(try number(UInt8.self))] = try top()
    case .longBinput: memo[Int(try number(UInt32.self))] = try top()
    default: memo[memo.count] = try top()
    }
  }

  private mutating func recall(_ key: Int) throws(PickleProblem) {
    guard let value = memo[key] else { throw .notInMemo(key) }
    stack.append(value)
  }

  // MARK: - Collections

  private mutating func collect(_ opcode: PickleOpcode) throws(PickleProblem) {
    switch opcode {
    case .emptyTuple: try push(.tuple)
    case .tuple: try push(.tuple, try popToMark())
    case .tuple1: try push(.tuple, try pop(1))
    case .tuple2: try push(.tuple, try pop(2))
    case .tuple3: try push(.tuple, try pop(3))
    case .emptyList: try push(.list)
    case .list: try push(.list, try popToMark())
    case .append: try extend(by: try pop(1), inPairs: false)
    case .appends, .additems: try extend(by: try popToMark(), inPairs: false)
    case .emptyDict: try push(.dict)
    case .dict: try pushDict(try popToMark())
    case .setitem: try extend(by: try pop(2), inPairs: true)
    case .setitems: try extend(by: try popToMark(), inPairs: true)
    case .emptySet: try push(.set)
    case .frozenset: try push(.set, try popToMark())
    default: throw .unknownOpcode(opcode.rawValue)
    }
  }

  private mutating func pushDict(_ values: [Int]) throws(PickleProblem) {
    guard values.count.isMultiple(of: 2) else { throw .wrongValue("keys with their values") }
    try push(.dict, values)
  }

  /// Adds values to the collection, or to what a call would make, on top of the stack.
  private mutating func extend(by values: [Int], inPairs: Bool) throws(PickleProblem) {
    let target = try top()
    switch nodes[target].kind {
    case .list where !inPairs, .set where !inPairs, .call: break
    case .dict where inPairs && values.count.isMultiple(of: 2): break
    default: throw .wrongValue("a collection that fits")
    }
    nodes[target].children += values
  }

  // MARK: - Objects

  private mutating func handleObject(_ opcode: PickleOpcode) throws(PickleProblem) {
    switch opcode {
    case .global: try push(.global(module: try line(), name: try line()))
    case .stackGlobal:
      let names = try pop(2)
      guard let module = text(names[0]), let name = text(names[1]) else { throw .wrongValue("a name") }
      try push(.global(module: module, name: name))
    case .build:
      let state = try pop()
      nodes[try top()].state = state
    case .binpersid: try push(.persistent, try pop(1))
    default: try push(.call, try pop(2))
    }
  }

  private func text(_ value: Int) -> String? {
    switch nodes[value].kind {
    case .text(let range), .bytes(let range): String(validating: file[range], as: UTF8.self)
    default: nil
    }
  }

  // MARK: - Bytes of the file

  private mutating func pushBytes(_ opcode: PickleOpcode, lengthBytes: Int) throws(PickleProblem) {
    let length =
      switch lengthBytes {
      case 1: UInt64(try number(UInt8.self))
      case 4: UInt64(try number(UInt32.self))
      default: try number(UInt64.self)
      }
    guard length <= UInt64(file.count - position) else { throw .short }
    let range = position..<position + Int(length)
    position = range.upperBound
    switch opcode {
    case .long1, .long4: try push(Self.integer(range, of: file))
    case .binunicode, .shortBinunicode, .binunicode8: try push(.text(range))
    default: try push(.bytes(range))
    }
  }

  /// A whole number of any length in two's complement, its lowest byte first.
  private static func integer(_ range: Range<Int>, of file: UnsafeRawBufferPointer) -> PickleNode.Kind {
    guard let highest = range.last else { return .integer(0) }
    guard range.count <= 8 else { return .longInteger(range) }
    let sign: Int64 = file[highest] & 0x80 == 0 ? 0 : -1
    return .integer(Int(range.reversed().reduce(sign) { $0 << 8 | Int64(file[$1]) }))
  }

  private mutating func number<Number: FixedWidthInteger>(_: Number.Type) throws(PickleProblem) -> Number {
    guard let value = file.littleEndian(Number.self, at: position) else { throw .short }
    position += MemoryLayout<Number>.size
    return value
  }

  /// The text up to the end of the line.
  private mutating func line() throws(PickleProblem) -> String {
    let longest = 1_000
    let rest = file[position..<min(file.count, position + longest)]
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { throw .short }
    defer { position = end + 1 }
    guard let text = String(validating: file[position..<end], as: UTF8.self) else { throw .wrongValue("a name") }
    return text
  }
}
