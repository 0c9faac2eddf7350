/// The V-measure: the weighted harmonic mean of homogeneity and completeness, 0 when both are.
///
/// Rosenberg and Hirschberg, "V-Measure: a conditional entropy-based external cluster evaluation measure", 2007.
public struct VMeasure: ExternalScore {
  /// The weight of completeness beside that of homogeneity, 1: above 1 completeness counts more.
  public let beta: Double

  /// Makes the score.
  ///
  /// - Precondition: `beta` is finite and not negative.
  public init(beta: Double = 1) {
    precondition(beta.isFinite && beta >= 0, "beta must be a finite number from 0, not \(beta)")
    self.beta = beta
  }

  public var name: String { beta == 1 ? "v-measure" : "v-measure-\(beta)" }
  public var title: String { beta == 1 ? "V-measure" : "V-measure (beta \(beta))" }
  public var meaning: String { "harmonic mean of homogeneity and completeness" }

  public func score(_ table: ContingencyTable) -> Double {
    let homogeneity = Homogeneity().score(table)
    let completeness = Completeness().score(table)
    let below = beta * homogeneity + completeness
    return below > 0 ? min((1 + beta) * homogeneity * completeness / below, 1) : 0
  }

  public func frozen(on table: ContingencyTable) -> FrozenScore {
    let (homogeneity, completeness) = (
      Homogeneity().frozen(on: table), Completeness().frozen(on: table)
    )
    return FrozenScore(.logarithms, original: score(table)) { [beta] sums in
      let (homogeneity, completeness) = (homogeneity(sums), completeness(sums))
      let below = beta * homogeneity + completeness
      return below > 0 ? min((1 + beta) * homogeneity * completeness / below, 1) : 0
    }
  }
}
