import Results
import Words

/// The words of clusters.
extension MappingForm {
  static let words = MappingForm(
    keys: [
      Key(
        "method", .words(of: WordOptions.Method.self).otherwise(.string(standard.method.rawValue)),
        "the weights of terms"),
      Key(
        "ngrams", .integer(WordOptions.termLengths).otherwise(.integer(standard.longestTerm)),
        "the most words of a term: 2 for phrases of two words beside words alone"),
      Key(
        "top", .integer(WordOptions.tops).otherwise(.integer(standard.top)), "the most terms of a cluster"),
      Key(
        "stopwords", .words(of: StopWords.self).otherwise(.string(standard.stopWords.rawValue)),
        "the language whose stop words are left out, or none"),
      Key(
        "tokens", .words(of: Tokenizer.Characters.self).otherwise(.string(standard.characters.rawValue)),
        "the characters of words: letters, those of scikit-learn and BERTopic, or those of BERTopic for English"),
      Key("bm25", .boolean.otherwise(false), "c-tf-idf: its BM25 form"),
      Key("square-root", .boolean.otherwise(false), "c-tf-idf: the square root of shares"),
    ],
    rules: [
      Rule.unless(
        ["properties": ["method": ["const": .string(WordOptions.Method.classTFIDF.rawValue)]]],
        Rule.refuses(classTFIDFKeys))
    ])

  /// The keys that belong to c-TF-IDF alone.
  static let classTFIDFKeys = ["bm25", "square-root"]

  private static let standard = WordOptions()
}
