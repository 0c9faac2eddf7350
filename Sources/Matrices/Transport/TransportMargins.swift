import Core

/// The marginal error of a transport's potentials in `Double`, on some of the rows: the kernel of the iterations is in `Float`,
/// whose entries are wrong by some 10⁻⁷ / ε, and cannot know smaller errors.
struct TransportMargins {
  private let problem: Transport
  private let rows: Matrix
  private let references: Matrix

  /// The most rows that are measured.
  static let mostRows = 1_000
  /// The rows and the references of one product.
  private static let tile = (rows: 32, references: 256)

  /// - Parameters:
  ///   - problem: the transport, with its masses and relaxations.
  ///   - rows: plain rows of length 1.
  ///   - references: plain rows of length 1, with as many columns.
  init(_ problem: Transport, _ rows: Matrix, _ references: Matrix) {
    (self.problem, self.rows, self.references) = (problem, rows, references)
  }

  /// Returns the marginal error, and the rows that it was measured on: all, or ``mostRows`` at even distances, which stand for all.
  ///
  /// - Complexity: O(measured rows · references · columns).
  func error(of plan: TransportPlan) -> (error: Double, rows: Int) {
    let (count, measured) = (rows.rows, min(rows.rows, Self.mostRows))
    let errors = Parallel.mapChunks(of: measured, size: Self.tile.rows) { _, range in
      let chosen = range.map { $0 * count / measured }
      return zip(chosen, sums(of: chosen, plan)).reduce(0.0) { $0 + error(of: $1.0, sum: $1.1, plan) }
    }
    return (errors.reduce(0.0, +) * Double(count) / Double(measured), measured)
  }

  /// Returns the change of a row's mass that one more update would make; the row has this one now.
  private func error(of row: Int, sum: Double, _ plan: TransportPlan) -> Double {
    let mass = problem.rowMasses?[row] ?? 1 / Double(rows.rows)
    guard let relaxation = problem.rowRelaxation, sum > 0 else { return abs(sum - mass) }
    let share = relaxation / (relaxation + problem.epsilon)
    let own = plan.rowPotentials[row] / problem.epsilon
    let next = share * (naturalLogarithm(mass) - naturalLogarithm(sum) + own)
    return abs(power(next - own) * sum - sum)
  }

  /// Returns the sums of some rows of the plan.
  private func sums(of chosen: [Int], _ plan: TransportPlan) -> [Double] {
    let columns = rows.columns
    let own = Buffer<Double>(count: chosen.count * columns)
    let others = Buffer<Double>(count: Self.tile.references * columns)
    let cosines = Buffer<Double>(count: chosen.count * Self.tile.references)
    var sums = [Double](repeating: 0, count: chosen.count)
    rows.withRows { block in
      for (place, row) in chosen.enumerated() { copy(block.pointer(toRow: row), to: own + place * columns) }
    }
    references.withRows { block in
      for first in stride(from: 0, to: references.rows, by: Self.tile.references) {
        let width = min(Self.tile.references, references.rows - first)
        for place in 0..<width { copy(block.pointer(toRow: first + place), to: others + place * columns) }
        LinearAlgebra.product(
          own.base, rows: chosen.count, transposed: others.base, rows: width, columns: columns, into: cosines.base)
        for (place, row) in chosen.enumerated() {
          for position in 0..<width {
            let potentials = plan.rowPotentials[row] + plan.referencePotentials[first + position]
            sums[place] += power((potentials - (1 - cosines[place * width + position])) / problem.epsilon)
          }
        }
      }
    }
    return sums
  }

  private func copy(_ values: UnsafePointer<Float>, to target: UnsafeMutablePointer<Double>) {
    for column in 0..<rows.columns { target[column] = Double(values[column]) }
  }

  /// eˣ, of at most 700.
  private func power(_ x: Double) -> Double { exponential(min(x, 700)) }
}
