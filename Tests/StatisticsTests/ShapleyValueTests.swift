import Foundation
import Statistics
import Testing

/// Shapley values against their definition over all orders, from `make_shapley.py`.
@Suite struct ShapleyValueTests {
  private struct Games: Decodable {
    struct Game: Decodable {
      let players: Int
      let values, shares: [Double]
    }
    let games: [Game]
  }

  private func games() throws -> [Games.Game] {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/shapley", withExtension: "json"))
    return try JSONDecoder().decode(Games.self, from: Data(contentsOf: url)).games
  }

  @Test func sharesAreTheMeansOverAllOrders() throws {
    let games = try games()
    #expect(games.count == 15)
    for game in games {
      let shares = ShapleyValues.shares(of: game.values, players: game.players)
      #expect(zip(shares, game.shares).allSatisfy { abs($0 - $1) < 1e-12 } && shares.count == game.players)
    }
  }

  @Test func sharesAddUpToTheValueOfAll() throws {
    for game in try games() {
      let sum = ShapleyValues.shares(of: game.values, players: game.players).reduce(0, +)
      #expect(abs(sum - (game.values[game.values.count - 1] - game.values[0])) < 1e-12)
    }
  }

  /// One that adds nothing has nothing; two that add the same have the same.
  @Test func sharesAreFair() {
    let shares = ShapleyValues.shares(of: [0, 1, 1, 4, 0, 1, 1, 4], players: 3)
    #expect(shares == [2, 2, 0])
  }
}
