/// The bytes of ids without differences in writing, step by step, since tables are long.
enum IDWriting {
  typealias Bytes = ArraySlice<UInt8>

  /// True for ids that have no difference in writing at all, which most have not.
  static func isPlain(_ bytes: String.UTF8View) -> Bool {
    var (before, letters, last): (UInt8, Int, UInt8) = (0, 0, 0)
    var isAfterZero = false
    for byte in bytes {
      guard isDigit(byte) || isLowercase(byte) || byte == 0x5f else { return false }
      if isDigit(byte), isAfterZero { return false }
      isAfterZero = byte == 0x30 && !isDigit(before)
      if !isDigit(byte) { (letters, last) = (letters + 1, byte) }
      before = byte
    }
    // A number with an exponent has that letter alone.
    return letters != 1 || last != UInt8(ascii: "e")
  }

  /// All of the steps together.
  static func plain(ascii bytes: Bytes) -> [UInt8] {
    var text = withoutFolder(withoutMarks(trimmed(bytes)))
    text = withoutFraction(withoutEnding(text))
    if let number = wholeNumber(text) ?? withoutThousands(text) ?? withoutHyphens(uuid: text) { text = number[...] }
    return unified(text, capitals: true, separators: true, zeros: true)
  }

  /// One of the steps; those of dates, blanks and capitals change nothing here.
  static func without(_ difference: IDDifference, _ bytes: Bytes) -> [UInt8] {
    switch difference {
    case .marks: Array(withoutMarks(bytes))
    case .slashes: withForwardSlashes(bytes)
    case .folder: Array(withoutFolder(bytes))
    case .root: Array(withoutRoot(bytes))
    case .ending: Array(withoutEnding(bytes))
    case .fraction: Array(withoutFraction(bytes))
    case .exponent: wholeNumber(bytes) ?? Array(bytes)
    case .thousands: withoutThousands(bytes) ?? Array(bytes)
    case .uuid: withoutHyphens(uuid: bytes) ?? Array(bytes)
    case .word: Array(withoutWord(bytes))
    case .separators: unified(bytes, separators: true)
    case .zeros: unified(bytes, zeros: true)
    default: Array(bytes)
    }
  }

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isLowercase(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { isLowercase(byte | 0x20) }
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

  /// True for a byte of a word: a letter, a digit, an underscore or a part of a character beyond ASCII.
  private static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte == 0x5f || byte >= 0x80 }

  private static func trimmed(_ bytes: Bytes) -> Bytes {
    var bytes = bytes.drop(while: isBlank)
    while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    return bytes
  }

  /// Without quotes at either end and a number sign, an equals sign or a `b` before them.
  private static func withoutMarks(_ bytes: Bytes) -> Bytes {
    func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") }
    func isMark(_ byte: UInt8) -> Bool { isQuote(byte) || byte == UInt8(ascii: "#") }
    var rest = bytes
    if let first = rest.first, first == UInt8(ascii: "=") || first == UInt8(ascii: "b"),
      rest.dropFirst().first.map(isMark) == true
    {
      rest.removeFirst()
    }
    rest = rest.first.map(isMark) == true ? rest.drop(while: isMark) : bytes
    while let last = rest.last, isQuote(last) { rest.removeLast() }
    return rest
  }

  private static func withoutFolder(_ bytes: Bytes) -> Bytes {
    let slash = bytes.lastIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
    return slash.map { bytes[($0 + 1)...] } ?? bytes
  }

  /// With slashes for backslashes, and without a point for the folder at hand.
  private static func withForwardSlashes(_ bytes: Bytes) -> [UInt8] {
    let path = bytes.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
    return path.starts(with: "./".utf8) ? Array(path.dropFirst(2)) : path
  }

  /// Without the folders above the last one.
  private static func withoutRoot(_ bytes: Bytes) -> Bytes {
    let name = withoutFolder(bytes)
    guard name.startIndex > bytes.startIndex, !name.isEmpty else { return bytes }
    let folder = withoutFolder(bytes[..<(name.startIndex - 1)])
    return folder.isEmpty ? bytes : bytes[folder.startIndex...]
  }

  /// Without a file extension, and without another one before that of a packed file.
  private static func withoutEnding(_ bytes: Bytes) -> Bytes {
    func without(_ bytes: Bytes) -> Bytes? {
      guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")) else { return nil }
      let ending = bytes[(dot + 1)...]
      guard let first = ending.first, isLetter(first), ending.allSatisfy(isWord) else { return nil }
      return bytes[..<dot]
    }
    guard let rest = without(bytes) else { return bytes }
    let packed = [".gz", ".bz2", ".xz", ".zip"].contains { bytes[rest.endIndex...].elementsEqual($0.utf8) }
    return packed ? without(rest) ?? rest : rest
  }

  private static func withoutFraction(_ bytes: Bytes) -> Bytes {
    guard let last = bytes.lastIndex(where: { $0 != 0x30 }), bytes[last] == UInt8(ascii: "."), last + 1 < bytes.endIndex
    else { return bytes }
    return bytes[..<last]
  }

  /// A whole number that is written with an exponent; nil for anything else.
  private static func wholeNumber(_ bytes: Bytes) -> [UInt8]? {
    guard let mark = bytes.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }), let first = bytes.first,
      isDigit(first),
      first != 0x30
    else { return nil }
    let (mantissa, power) = (bytes[..<mark], bytes[(mark + 1)...].drop { $0 == UInt8(ascii: "+") })
    var decimals = mantissa.dropFirst()
    if decimals.first == UInt8(ascii: ".") { decimals.removeFirst() } else if !decimals.isEmpty { return nil }
    while decimals.last == 0x30 { decimals.removeLast() }
    guard decimals.allSatisfy(isDigit), power.count <= 2, power.allSatisfy(isDigit),
      let exponent = Int(String(decoding: power, as: UTF8.self)), exponent >= decimals.count, exponent < 40
    else { return nil }
    return [first] + decimals + [UInt8](repeating: 0x30, count: exponent - decimals.count)
  }

  /// A number without the commas that part its thousands; nil for anything else.
  private static func withoutThousands(_ bytes: Bytes) -> [UInt8]? {
    guard bytes.contains(UInt8(ascii: ",")) else { return nil }
    let parts = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard (1...3).contains(parts[0].count), parts.dropFirst().allSatisfy({ $0.count == 3 }),
      parts.allSatisfy({ $0.allSatisfy(isDigit) })
    else { return nil }
    return Array(parts.joined())
  }

  /// A UUID without its hyphens and braces; nil for anything else.
  private static func withoutHyphens(uuid bytes: Bytes) -> [UInt8]? {
    guard bytes.count == 36 || bytes.count == 38 else { return nil }
    let parts = bytes.filter { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") }
      .split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.map(\.count) == [8, 4, 4, 4, 12], parts.allSatisfy({ $0.allSatisfy(isWord) }) else { return nil }
    return Array(parts.joined())
  }

  /// A number without letters before it, and a hyphen, blank or underscore between them.
  private static func withoutWord(_ bytes: Bytes) -> Bytes {
    var rest = bytes.drop(while: isLetter)
    guard rest.count < bytes.count else { return bytes }
    if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "_") || first == 0x20 {
      rest.removeFirst()
    }
    return !rest.isEmpty && rest.allSatisfy(isDigit) ? rest : bytes
  }

  /// In lower case, with one underscore for hyphens and blanks between words, and without leading zeros.
  private static func unified(
    _ bytes: Bytes, capitals: Bool = false, separators: Bool = false, zeros: Bool = false
  ) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var position = bytes.startIndex
    while position < bytes.endIndex {
      let byte = bytes[position]
      if separators, byte == UInt8(ascii: "-") || byte == 0x20, let last = result.last, isWord(last) {
        let next = bytes[position...].firstIndex { $0 != UInt8(ascii: "-") && $0 != 0x20 }
        if let next, isWord(bytes[next]) {
          result.append(0x5f)
          position = next
          continue
        }
      }
      let isLeading =
        zeros && byte == 0x30 && position + 1 < bytes.endIndex && isDigit(bytes[position + 1])
        && result.last.map { !isDigit($0) && $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: ",") } ?? true
      if !isLeading { result.append(capitals && (0x41...0x5a).contains(byte) ? byte | 0x20 : byte) }
      position += 1
    }
    return result
  }
}
