/// What every score says about itself, for tables and figures.
public protocol Score: Sendable {
  /// The short spelling in experiment files and in `scores.csv`, such as `ami`.
  var name: String { get }
  /// The heading in tables, such as `Adjusted mutual information`.
  var title: String { get }
  /// Every value that the score can take lies in here.
  var range: ClosedRange<Double> { get }
  /// Whether a larger value says that the clustering is better.
  var higherIsBetter: Bool { get }
}

extension Score {
  public var higherIsBetter: Bool { true }
}

/// Every score by its short name, external and internal.
public enum ScoreCatalog {
  /// In the order in which tables list them.
  public static let all: [any Score] = ExternalScores.all + InternalScores.all

  /// The score of a name.
  ///
  /// - Throws: ``ScoreError`` that names the nearest known score.
  public static func named(_ name: String) throws -> any Score {
    guard let score = all.first(where: { $0.name == name }) else { throw unknown(name, known: all.map(\.name)) }
    return score
  }

  static func unknown(_ name: String, known: [String]) -> ScoreError {
    let asked = name.lowercased()
    let nearest = known.min { editDistance(asked, $0) < editDistance(asked, $1) } ?? ""
    return ScoreError(.unknownScore(name: name, nearest: nearest, known: known))
  }
}

/// How many letters must be inserted, deleted or replaced to turn one word into the other (Levenshtein, 1966).
func editDistance(_ left: String, _ right: String) -> Int {
  let target = Array(right.utf8)
  var costs = Array(0...target.count)
  for (row, letter) in left.utf8.enumerated() {
    var diagonal = costs[0]
    costs[0] = row + 1
    for column in target.indices {
      let replaced = diagonal + (letter == target[column] ? 0 : 1)
      diagonal = costs[column + 1]
      costs[column + 1] = min(replaced, costs[column] + 1, diagonal + 1)
    }
  }
  return costs[target.count]
}
