import Words

/// Reads the words of clusters, which are those of the captions.
extension ExperimentReader {
  /// A method alone, or a mapping.
  ///
  /// - Parameter place: the dataset of the file, which needs captions.
  func words(
    _ value: YAMLValue, in dataset: Experiment.Dataset, at place: YAMLValue
  ) throws -> WordOptions {
    guard dataset.captions != nil else { throw place.error(.wordsWithoutCaptions) }
    if value.isScalar { return .init(method: try value.choice(WordOptions.Method.self)) }
    let options = try value.options(of: "words", keys: MappingForm.words.names)
    var words = WordOptions()
    if let value = options["method"] { words.method = try value.choice(WordOptions.Method.self) }
    if let value = options["ngrams"] { words.longestTerm = try value.integer(WordOptions.termLengths) }
    if let value = options["top"] { words.top = try value.integer(WordOptions.tops) }
    if let value = options["stopwords"] { words.stopWords = try value.choice(StopWords.self) }
    if let value = options["tokens"] { words.characters = try value.choice(Tokenizer.Characters.self) }
    for key in MappingForm.classTFIDFKeys where words.method != .classTFIDF {
      if let value = options[key] { throw value.error(.keyOfAnotherKind(key, kind: words.method.rawValue)) }
    }
    if let value = options["bm25"] { words.bm25 = try value.boolean() }
    if let value = options["square-root"] { words.squareRoot = try value.boolean() }
    return words
  }
}
