import Results
import Words

extension WordOptions {
  /// The options in the file's own form, without those of another method.
  package var json: JSONValue {
    var members: [String: JSONValue] = [
      "method": .string(method.rawValue), "ngrams": .integer(longestTerm), "top": .integer(top),
      "stopwords": .string(stopWords.rawValue), "tokens": .string(characters.rawValue),
    ]
    if method == .classTFIDF {
      members["bm25"] = .boolean(bm25)
      members["square-root"] = .boolean(squareRoot)
    }
    return .object(members)
  }
}
