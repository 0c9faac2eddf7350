/// The header of an `.npy` file (format versions 1 to 3): what is stored, in what order and shape, from where on.
package struct NumpyHeader: Sendable, Equatable {
  /// The type of one element.
  package enum Element: Sendable, Equatable {
    case number(NumericType)
    /// Text of so many UTF-32 code units, padded with zeros.
    case unicode(length: Int)
    /// Text of so many UTF-8 bytes, padded with zeros.
    case bytes(length: Int)
  }

  package let element: Element
  package let bigEndian: Bool
  package let columnMajor: Bool
  package let shape: [Int]
  /// The position of the first element.
  package let dataOffset: Int

  package static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// The bytes that decide how long the header is: magic, version, and a length of two or four bytes.
  package static let preambleLength = 12
  /// More than this is not the header of a plain array.
  package static let longestHeader = 1 << 20

  /// The number of bytes before the elements, from the first ``preambleLength`` bytes of a file (or all, when there are
  /// fewer).
  ///
  /// - Throws: ``NumpyError/Reason`` when it is not an npy file or has an impossible header.
  package static func dataOffset(preamble: [UInt8]) throws(NumpyError.Reason) -> Int {
    guard preamble.starts(with: magic) else { throw .notNumpy }
    guard preamble.count >= 10 else { throw .headerLength(declared: 10, available: preamble.count) }
    let major = preamble[6]
    guard (1...3).contains(major) else { throw .unsupportedVersion(major: Int(major), minor: Int(preamble[7])) }
    let lengthBytes = major == 1 ? 2 : 4
    guard preamble.count >= 8 + lengthBytes else { throw .headerLength(declared: 12, available: preamble.count) }
    let length = (0..<lengthBytes).reduce(0) { $0 | Int(preamble[8 + $1]) << (8 * $1) }
    guard length <= longestHeader else { throw .headerLength(declared: length, available: longestHeader) }
    return 8 + lengthBytes + length
  }

  /// Reads the header from bytes that hold at least all of it.
  package init(_ bytes: some RandomAccessCollection<UInt8>) throws(NumpyError.Reason) {
    let preamble = Array(bytes.prefix(Self.preambleLength))
    let end = try Self.dataOffset(preamble: preamble)
    guard end <= bytes.count else { throw .headerLength(declared: end, available: bytes.count) }
    var parser = PythonLiteral(Array(bytes.prefix(end).dropFirst(preamble[6] == 1 ? 10 : 12)))
    let fields = try parser.dictionary()

    guard case .text(let description)? = fields["descr"] else { throw .malformedHeader("'descr' is not a text") }
    guard case .truth(let columnMajor)? = fields["fortran_order"] else {
      throw .malformedHeader("'fortran_order' is not True or False")
    }
    guard case .tuple(let shape)? = fields["shape"] else { throw .malformedHeader("'shape' is not a tuple") }
    guard shape.allSatisfy({ $0 >= 0 }) else { throw .negativeDimension(shape) }
    (element, bigEndian) = try Self.element(description)
    self.columnMajor = columnMajor
    self.shape = shape
    dataOffset = end
  }

  /// Bytes an element.
  package var elementSize: Int {
    switch element {
    case .number(let type): type.size
    case .unicode(let length): length * 4
    case .bytes(let length): length
    }
  }

  /// Checks that a file of `count` bytes holds the elements that the shape asks for, no fewer and no more.
  package func check(fileSize count: Int) throws(NumpyError.Reason) {
    guard let length = StoredArray.byteCount(shape: shape, size: elementSize) else { throw .shapeOverflows(shape) }
    let (expected, overflow) = dataOffset.addingReportingOverflow(length)
    guard !overflow else { throw .shapeOverflows(shape) }
    if count < expected { throw .truncated(shape: shape, expected: expected, found: count) }
    if count > expected { throw .trailingBytes(shape: shape, expected: expected, found: count) }
  }

  /// Returns the meaning of a type string such as `<f2`, `|u1` or `>U12`.
  private static func element(_ description: String) throws(NumpyError.Reason) -> (Element, bigEndian: Bool) {
    var rest = Substring(description)
    let order = rest.first.flatMap { "<>|=".contains($0) ? $0 : nil }
    if order != nil { rest.removeFirst() }
    let bigEndian = order == ">"
    let kind = rest.first
    let size = rest.dropFirst()
    if let type = numbers[String(rest)] { return (.number(type), bigEndian) }
    switch kind {
    case "O": throw .objectType
    case "U", "S", "a":
      guard size.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(size), (1...1 << 24).contains(length)
      else {
        throw .unsupportedType(description)
      }
      return (kind == "U" ? .unicode(length: length) : .bytes(length: length), bigEndian)
    default: throw .unsupportedType(description)
    }
  }

  private static let numbers: [String: NumericType] = [
    "f2": .float16, "f4": .float32, "f8": .float64, "b1": .bool, "?": .bool,
    "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64,
    "u1": .uint8, "u2": .uint16, "u4": .uint32, "u8": .uint64,
  ]
}

/// The part of Python's literals that an npy header is made of: a dictionary of texts, truths and tuples of integers.
struct PythonLiteral {
  enum Value: Equatable {
    case text(String)
    case truth(Bool)
    case tuple([Int])
  }

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The whole input as one dictionary with exactly the keys of an npy header, in any order.
  mutating func dictionary() throws(NumpyError.Reason) -> [String: Value] {
    var fields: [String: Value] = [:]
    try expect("{")
    while true {
      if take("}") { break }
      let key = try text()
      guard ["descr", "fortran_order", "shape"].contains(key) else { throw .malformedHeader("unknown key '\(key)'") }
      guard fields[key] == nil else { throw .malformedHeader("'\(key)' occurs twice") }
      try expect(":")
      fields[key] = try value()
      if take(",") { continue }
      try expect("}")
      break
    }
    skipSpace()
    guard position == bytes.count else { throw .malformedHeader("something follows the dictionary") }
    for key in ["descr", "fortran_order", "shape"] where fields[key] == nil {
      throw .malformedHeader("'\(key)' is missing")
    }
    return fields
  }

  private mutating func value() throws(NumpyError.Reason) -> Value {
    skipSpace()
    switch peek {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "("): return .tuple(try tuple())
    case UInt8(ascii: "["):
      let fields = self.fields()
      throw .structuredType(field: fields.first?.name, numbers: fields.filter(\.isNumber).map(\.name))
    default:
      if takeWord("True") { return .truth(true) }
      if takeWord("False") { return .truth(false) }
      throw .malformedHeader("no value at byte \(position)")
    }
  }

  /// The fields of a structured type, `[('name', '<i8'), …`, up to one that has a shape or fields of its own.
  private mutating func fields() -> [(name: String, isNumber: Bool)] {
    var fields: [(name: String, isNumber: Bool)] = []
    guard take("[") else { return [] }
    while take("("), let name = try? text() {
      guard take(","), let type = try? text() else { return fields + [(name, false)] }
      fields.append((name, type.contains { "fiub".contains($0) }))
      guard take(")"), take(",") else { break }
    }
    return fields
  }

  private mutating func tuple() throws(NumpyError.Reason) -> [Int] {
    var numbers: [Int] = []
    try expect("(")
    while !take(")") {
      numbers.append(try integer())
      guard numbers.count <= 32 else { throw .malformedHeader("more than 32 dimensions") }
      if take(",") { continue }
      // (3) is a number in parentheses, not a tuple.
      guard numbers.count > 1 else { throw .malformedHeader("'shape' is not a tuple") }
      try expect(")")
      break
    }
    return numbers
  }

  private mutating func integer() throws(NumpyError.Reason) -> Int {
    skipSpace()
    let start = position
    if peek == UInt8(ascii: "-") { position += 1 }
    while let byte = peek, (0x30...0x39).contains(byte) { position += 1 }
    let digits = String(decoding: bytes[start..<position], as: UTF8.self)
    guard digits != "", digits != "-" else { throw .malformedHeader("no number at byte \(start)") }
    guard let number = Int(digits) else { throw .hugeDimension(digits) }
    // Python 2 wrote long integers with an L.
    if peek == UInt8(ascii: "L") { position += 1 }
    return number
  }

  private mutating func text() throws(NumpyError.Reason) -> String {
    skipSpace()
    guard let quote = peek, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw .malformedHeader("no text at byte \(position)")
    }
    position += 1
    let start = position
    while let byte = peek, byte != quote {
      guard byte != UInt8(ascii: "\\") else { throw .malformedHeader("a backslash in a text") }
      position += 1
    }
    guard peek == quote else { throw .malformedHeader("a text has no end") }
    defer { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = peek, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { position += 1 }
  }

  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek == UInt8(ascii: mark) else { return false }
    position += 1
    return true
  }

  private mutating func takeWord(_ word: String) -> Bool {
    guard bytes[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  private mutating func expect(_ mark: Unicode.Scalar) throws(NumpyError.Reason) {
    guard take(mark) else { throw .malformedHeader("no '\(mark)' at byte \(position)") }
  }
}
