/// The spread of a PCA average's score over the arbitrary signs of its components, as `run.json` holds it.
package struct SignSpread: Sendable, Equatable {
  /// The clusterer and the score of the draws.
  package var clusterer: String
  package var score: String
  package var seed: UInt64
  /// The score under the fixed rule for the signs.
  package var published: Double
  /// The score of each draw of random signs; at least one.
  package var values: [Double]

  /// Nil without a value.
  package init?(clusterer: String, score: String, seed: UInt64, published: Double, values: [Double]) {
    guard !values.isEmpty else { return nil }
    self.clusterer = clusterer
    self.score = score
    self.seed = seed
    self.published = published
    self.values = values
  }

  package var low: Double { values.min() ?? published }
  package var high: Double { values.max() ?? published }

  package var json: JSONValue {
    [
      "clusterer": .string(clusterer), "score": .string(score), "seed": .integer(Int(clamping: seed)),
      "published": .number(published), "values": .array(values.map(JSONValue.number)),
    ]
  }

  /// Nil for what is no such object.
  init?(_ json: JSONValue) {
    guard case .string(let clusterer)? = json["clusterer"], case .string(let score)? = json["score"],
      case .integer(let seed)? = json["seed"], let published = json["published"]?.double,
      case .array(let values)? = json["values"]
    else { return nil }
    self.init(
      clusterer: clusterer, score: score, seed: UInt64(clamping: seed), published: published,
      values: values.compactMap(\.double))
  }
}

extension RunRecord {
  /// Returns the measured spread over a space's signs; nil where nothing was measured.
  package func signSpread(of space: String) -> SignSpread? {
    spaces[space]?[SignSpread.key].flatMap { SignSpread($0) }
  }
}

extension SignSpread {
  /// The key of the record among the facts about a space in `run.json`.
  package static let key = "signSensitivity"
}
