import Core
import Foundation
import Fusion
import Matrices
import Stages
import Testing

/// Parts of different origins and units are fused by their true values.
@Suite struct FusionOfAnySizeTests {
  private func gaussian(_ rows: Int, _ columns: Int, seed: Seed) -> [[Double]] {
    var stream = seed.stream("any size")
    return (0..<rows).map { _ in (0..<columns).map { _ in stream.gaussian() } }
  }

  private func directions(_ values: [[Double]]) -> [[Double]] {
    values.map { row in
      let length = row.reduce(0.0) { $0 + $1 * $1 }.squareRoot()
      return row.map { $0 / length }
    }
  }

  @Test(arguments: [1.0, 1e12, 1e-20, 1e25]) func concatenationJoinsTrueValues(scale: Double) throws {
    let one = gaussian(60, 2, seed: 1).map { row in row.map { 1e9 + $0 } }
    let two = gaussian(60, 3, seed: 2).map { row in row.map { $0 * scale } }
    let fused = try Concatenation(normalize: .none, weights: [0.25, 0.75]).make([
      Matrix(exactly: one), Matrix(exactly: two),
    ])
    for row in 0..<60 {
      let found = fused.rows.trueRow(row)
      for column in 0..<2 {
        #expect(abs(found[column] - one[row][column] / 4) < max(1e-7, 1e-7 * scale))
      }
      for column in 0..<3 {
        #expect(abs(found[2 + column] - two[row][column] * 0.75) <= 1e-6 * scale)
      }
    }
  }

  @Test func directionsOfPartsAreThoseOfTrueValues() throws {
    let one = gaussian(50, 3, seed: 3).map { row in row.map { 1e7 + 100 * $0 } }
    let two = gaussian(50, 2, seed: 4).map { row in row.map { $0 * 1e-200 } }
    let scaled = two.map { row in row.map { $0 * 1e200 } }
    let fused = try Concatenation().make([Matrix(exactly: one), Matrix(exactly: two)])
    for (row, expected) in zip(directions(one), directions(scaled)).enumerated() {
      for (found, value) in zip(fused.rows.trueRow(row), expected.0 + expected.1) {
        #expect(abs(found - value) < 1e-7)
      }
    }
  }

  @Test(arguments: [PCAAverage.Alignment.none, .procrustes])
  func averagesOfScaledPartsAreThoseOfOrdinaryOnes(align: PCAAverage.Alignment) throws {
    let (one, two) = (gaussian(70, 4, seed: 5), gaussian(70, 5, seed: 6))
    let average = PCAAverage(dimensions: 3, align: align)
    let ordinary = try average.make([Matrix(exactly: one), Matrix(exactly: two)]).rows
    let far = try average.make([
      Matrix(exactly: one.map { row in row.map { $0 * 0x1p-300 } }),
      Matrix(exactly: two.map { row in row.map { $0 * 0x1p200 } }),
    ]).rows
    for row in 0..<70 {
      for (found, expected) in zip(far.trueRow(row), ordinary.trueRow(row)) {
        #expect(abs(found - expected) < 1e-5)
      }
    }
  }

  @Test(arguments: [PCAAverage.Alignment.none, .procrustes])
  func averagesOfPartsFarFromZeroFollowTheDefinition(align: PCAAverage.Alignment) throws {
    // Directions that differ in the ninth digit alone: the coordinates are what is left of them.
    let one = gaussian(40, 3, seed: 7).map { row in row.map { 1e9 + $0 } }
    let average = try PCAAverage(dimensions: 2, align: align).make([
      Matrix(exactly: one), Matrix(exactly: one),
    ]).rows
    let directions = directions(one)
    let means = (0..<3).map { column in directions.reduce(0.0) { $0 + $1[column] } / 40 }
    for row in 0..<40 {
      let centered = zip(directions[row], means).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      let found = average.trueRow(row).reduce(0.0) { $0 + $1 * $1 }
      // Three columns on a sphere have two dimensions.
      #expect(abs(found / centered - 1) < 1e-3)
    }
  }
}
