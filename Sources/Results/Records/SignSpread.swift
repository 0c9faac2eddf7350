/// The spread of a PCA average's score over the arbitrary signs of its components, as `run.json` holds it.
public struct SignSpread: Sendable, Equatable {
  /// The clusterer and the score of the draws.
  public var clusterer: String
  public var score: String
  public var seed: UInt64
  /// The score under the fixed rule for the signs.
  public var published: Double
  /// The score of each draw of random signs; at least one.
  public var values: [Double]

  /// Nil without a value.
  public init?(clusterer: String, score: String, seed: UInt64, published: Double, values: [Double]) {
    guard !values.isEmpty else { return nil }
    self.clusterer = clusterer
    self.score = score
    self.seed = seed
    self.published = published
    self.values = values
  }

  public var low: Double { values.min() ?? published }
  public var high: Double { values.max() ?? published }

  public var json: JSONValue {
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
  public func signSpread(of space: String) -> SignSpread? {
    spaces[space]?[SignSpread.key].flatMap { SignSpread($0) }
  }
}

extension SignSpread {
  /// The key of the record among the facts about a space in `run.json`.
  public static let key = "signSensitivity"
}
