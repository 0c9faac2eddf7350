extension String {
  /// The text in lower case; a capital sigma at the end of a word becomes ς, by Unicode's rule and as in Python.
  ///
  /// - Complexity: O(characters) time.
  var lowerCase: String {
    let scalars = Array(unicodeScalars)
    guard scalars.contains(Self.capitalSigma) else { return lowercased() }
    var lower = String.UnicodeScalarView()
    for position in scalars.indices {
      if scalars[position] == Self.capitalSigma, Self.endsWord(scalars, at: position) {
        lower.append("ς")
      } else {
        lower.append(contentsOf: scalars[position].properties.lowercaseMapping.unicodeScalars)
      }
    }
    return String(lower)
  }

  private static let capitalSigma: Unicode.Scalar = "Σ"

  /// True where a letter with a case comes before and none after, signs inside words such as apostrophes aside.
  private static func endsWord(_ scalars: [Unicode.Scalar], at position: Int) -> Bool {
    func isCased(_ scalar: Unicode.Scalar?) -> Bool { scalar?.properties.isCased ?? false }
    return isCased(scalars[..<position].last { !$0.properties.isCaseIgnorable })
      && !isCased(scalars[(position + 1)...].first { !$0.properties.isCaseIgnorable })
  }
}
