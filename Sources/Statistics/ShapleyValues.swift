/// The shares of players in the value of a game: the mean, over all orders in which they join, of what each adds.
///
/// Shapley, "A value for n-person games", 1953. The shares add up to the value of all less that of none.
package enum ShapleyValues {
  /// The shares of the players.
  ///
  /// - Parameters:
  ///   - values: the value of each coalition; bit i of a position stands for player i, so that the first is of none and the last of all.
  ///   - players: their number, with 2ⁿ values.
  /// - Complexity: O(n · 2ⁿ).
  package static func shares(of values: [Double], players: Int) -> [Double] {
    precondition(values.count == 1 << players, "each coalition needs a value")
    let weights = weights(players)
    return (0..<players).map { player in
      values.indices.filter { $0 & (1 << player) == 0 }.reduce(0) { sum, coalition in
        sum + weights[coalition.nonzeroBitCount] * (values[coalition | (1 << player)] - values[coalition])
      }
    }
  }

  /// The probability that a player joins a given coalition of so many, s! (n − s − 1)! / n!.
  private static func weights(_ players: Int) -> [Double] {
    var weights: [Double] = []
    for size in 0..<players {
      // 1 / (n · (n − 1 choose s))
      let choices = (0..<size).reduce(1.0) { $0 * Double(players - 1 - $1) / Double($1 + 1) }
      weights.append(1 / (Double(players) * choices))
    }
    return weights
  }
}
