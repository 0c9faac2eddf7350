import Foundation

/// The words of captions and of class names, alike whatever their case, accents and punctuation.
///
/// A word is a run of letters and digits: underscores, hyphens and all other signs part words. Case, accents and
/// compatibility forms are folded away. In scripts that put no spaces between words (Chinese, Japanese, Thai and their
/// like) each character is a word, and so is each emoji and symbol.
enum FoldedWords {
  /// The words of a text, in its order.
  static func words(of text: String) -> [String] {
    var text = text
    let plain = text.withUTF8 { bytes in bytes.allSatisfy { $0 < 0x80 } ? asciiWords(bytes) : nil }
    return plain ?? otherWords(text)
  }

  /// The same for text without accents, as most is, several times faster.
  private static func asciiWords(_ bytes: UnsafeBufferPointer<UInt8>) -> [String] {
    var words: [String] = []
    var start = 0
    for position in 0...bytes.count {
      if position < bytes.count, isWordByte(bytes[position]) { continue }
      if start < position {
        let word = String(unsafeUninitializedCapacity: position - start) { target in
          for offset in 0..<position - start {
            target.initializeElement(at: offset, to: lower(bytes[start + offset]))
          }
          return position - start
        }
        words.append(word)
      }
      if position < bytes.count, bytes[position] == UInt8(ascii: "&") { words.append("and") }
      start = position + 1
    }
    return words
  }

  @inline(__always)
  private static func isWordByte(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return (letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z"))
      || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
  }

  @inline(__always)
  private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }

  private static func otherWords(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    func close() {
      if !word.isEmpty { words.append(word) }
      word = ""
    }
    for character in folded(text) {
      guard let first = character.unicodeScalars.first else { continue }
      if first.properties.isAlphabetic || first.properties.numericType != nil {
        if isWrittenWithoutSpaces(first) {
          close()
          words.append(String(character))
        } else {
          word.append(character)
        }
        continue
      }
      close()
      if character == "&" { words.append("and") }
      if !first.isASCII, isSymbol(first) { words.append(String(character)) }
    }
    close()
    return words
  }

  /// The text in compatibility form, in lower case (by way of upper case, which folds ß and the final sigma), without
  /// accents, vowel points, variation selectors and invisible marks of direction.
  private static func folded(_ text: String) -> String {
    let lower = text.decomposedStringWithCompatibilityMapping.uppercased().lowercased()
    var kept = String.UnicodeScalarView()
    for scalar in lower.unicodeScalars where !isMark(scalar) { kept.append(scalar) }
    return String(kept)
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard !scalar.isASCII else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark: return true
    // Joiners between the parts of one emoji stay, and so do the tags of regional flags.
    case .format: return scalar.value != 0x200D && scalar.value < 0x10000
    default: return false
    }
  }

  private static func isSymbol(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .otherSymbol, .mathSymbol, .currencySymbol, .modifierSymbol: true
    default: scalar.properties.isEmoji
    }
  }

  /// Ideographs, kana, and the scripts of Thai, Lao, Tibetan, Myanmar and Khmer.
  private static func isWrittenWithoutSpaces(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0E00...0x0FFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF: true
    default: scalar.properties.isIdeographic
    }
  }
}
