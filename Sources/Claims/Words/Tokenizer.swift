import Foundation

/// Cuts sentences into words.
enum Tokenizer {
  /// The words in small letters, numbers and signs; hyphenated words are one where a phrase may hold them, and quotation marks
  /// are left out. A percentage is one word, `9.9pp` stands for percentage points.
  static func words(of sentence: String) -> [String] {
    var text = sentence.lowercased()
    for (from, to) in plain { text = text.replacing(from, with: to) }
    // A reference to a table or figure, such as `in Table 2`, is no part of a claim.
    text.replace(reference, with: " ")
    text.replace(/([0-9])\s*(?:percentage points?|percent points?|%[ -]points?|pp\b|points?\b)/) { "\($0.1)pp " }
    text.replace(/([0-9])\s*(?:%|percent\b|per cent\b)/) { "\($0.1)% " }
    return text.matches(of: word).map { String($0.0).trimmingCharacters(in: ["."]) == "" ? "." : clean(String($0.0)) }
      .filter { !$0.isEmpty && $0 != "." && $0 != "'" }
  }

  private static let plain = [
    ("\u{00A0}", " "), ("\u{202F}", " "), ("\u{2009}", " "), ("\u{2011}", "-"), ("\u{2010}", "-"), ("’", "'"),
    ("‘", "'"), ("“", ""),
    ("”", ""), ("\"", ""), ("…", " "), ("−", "-"), ("+/-", "±"), ("+-", "±"), ("n't", " not"), ("cannot", "can not"),
    ("\\%", "%"),
    ("*", ""), ("`", ""),
  ]

  private nonisolated(unsafe) static let reference =
    /(?:,? *(?:\((?:see|cf\.)? *)?(?:as (?:shown |given |seen |listed |reported )?|according to |see |from )?(?:in )?(?:the )?(?:tables?|tab\.|figures?|fig\.|sections?|sec\.) *[0-9]+[a-z]?(?: and [0-9]+)?(?: (?:shows?|indicates?|reveals?)(?: that)?)?(?:\)|,)?(?= |[.,;:]|$))/

  private nonisolated(unsafe) static let word =
    /[-+]?(?:[0-9][0-9,]*)?\.?[0-9]+(?:%|pp)?(?![\p{L}0-9])|\p{L}[\p{L}0-9]*(?:[-'.+&]+[\p{L}0-9]+)*(?:\+\+|'s|\.)?|[(),;:±=<>–—&≈~\[\]%?]|[^\s]/

  /// A word without the point that ends a sentence, and without the ending of a possessive.
  private static func clean(_ word: String) -> String {
    var word = word
    if word.hasSuffix("."), !["vs.", "ca.", "i.e.", "e.g."].contains(word) { word.removeLast() }
    if word.hasSuffix("'") { word.removeLast() }
    if word.hasSuffix("'s"),
      !["ward's", "cohen's", "lloyd's", "landis", "koch's", "holm's", "its", "hair's"].contains(word)
    {
      word.removeLast(2)
    }
    return word
  }
}
