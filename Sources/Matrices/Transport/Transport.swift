import Core

/// Entropic optimal transport between rows and reference rows, whose cost is 1 − cosine (Cuturi, "Sinkhorn distances:
/// lightspeed computation of optimal transport", 2013).
///
/// The plan is exp((fᵢ + gⱼ − cost) / ε), and the potentials f and g alternately make its row and column sums the masses of
/// the rows and references. With a relaxation ρ a side need not keep its masses: it pays ρ times the Kullback–Leibler
/// divergence, and its update is shortened by ρ / (ρ + ε) (Chizat et al., "Scaling algorithms for unbalanced optimal
/// transport problems", 2018).
///
/// Potentials are absorbed into the kernel, and iterations scale it, as long as they have moved by less than 20 ε
/// (Schmitzer, "Stabilized sparse scaling algorithms", 2019); one pass over the kernel serves both updates.
package struct Transport: Sendable {
  /// The entropic regularization, in units of the cost.
  package var epsilon: Double
  /// The marginal error below which the iterations end.
  package var tolerance = 1e-6
  /// The largest number of iterations.
  package var maximumIterations = 1_000
  /// The mass of each row, summing to 1; nil for equal masses.
  package var rowMasses: [Double]?
  /// The mass of each reference, summing to 1; nil for equal masses.
  package var referenceMasses: [Double]?
  /// The price of other masses of the rows, in units of the cost; nil to keep them.
  package var rowRelaxation: Double?
  /// The price of other masses of the references, in units of the cost; nil to keep them.
  package var referenceRelaxation: Double?
  /// The bytes up to which the kernel is held in memory.
  package var memory = 400_000_000

  package init(epsilon: Double) { self.epsilon = epsilon }

  /// Finds the potentials.
  ///
  /// - Parameters:
  ///   - rows: rows of any length above 0, of which the directions count.
  ///   - references: rows with as many columns.
  ///   - isCancelled: asked once an iteration.
  /// - Throws: ``TransportError``; `CancellationError`.
  /// - Complexity: O(rows · references · columns), then O(rows · references) an iteration; where the kernel does not fit the
  ///   memory, each iteration takes the former.
  package func plan(
    _ rows: Matrix, to references: Matrix, isCancelled: () -> Bool = { false }
  ) throws -> TransportPlan {
    try check(rows, references)
    let (left, right) = (rows.plainDirections(), references.plainDirections())
    let entries = ExponentialRows(left, references: right, scale: epsilon)
    var plan = try TransportSolver(self, TransportKernel(entries, memory: memory)).solve(isCancelled: isCancelled)
    (plan.error, plan.measuredRows) = TransportMargins(self, left, right).error(of: plan)
    return plan
  }

  private func check(_ rows: Matrix, _ references: Matrix) throws(TransportError) {
    guard rows.columns == references.columns else {
      throw TransportError(.columnsDiffer(rows: rows.columns, references: references.columns))
    }
    guard rows.rows > 0, references.rows > 0 else {
      throw TransportError(.empty(rows: rows.rows, references: references.rows))
    }
    for (matrix, name) in [(rows, "rows"), (references, "references")] {
      if let (row, column) = matrix.firstNonFinite() {
        throw TransportError(.notFinite(row: row, column: column, of: name))
      }
      let zeros = matrix.zeroRows().count(where: \.self)
      guard zeros == 0 else { throw TransportError(.zeroRows(count: zeros, of: name)) }
    }
    for (name, value) in [
      ("epsilon", epsilon), ("relaxation", rowRelaxation ?? 1), ("relaxation", referenceRelaxation ?? 1),
    ] where !(value > 0 && value.isFinite) {
      throw TransportError(.notPositive(name: name, value: value))
    }
    for (masses, count, name) in [
      (rowMasses, rows.rows, "rows"), (referenceMasses, references.rows, "references"),
    ] {
      guard let masses else { continue }
      let sum = masses.reduce(0, +)
      guard masses.count == count, masses.allSatisfy({ $0 > 0 }), abs(sum - 1) < 1e-9 else {
        throw TransportError(.masses(expected: count, found: masses.count, sum: sum, of: name))
      }
    }
  }
}

extension Matrix {
  /// Returns the directions of the rows, rounded to `Float`.
  ///
  /// - Precondition: the entries are finite.
  /// - Complexity: O(rows · columns).
  package func plainDirections() -> Matrix {
    let directions = l2Normalized()
    guard !directions.isPlain else { return directions }
    return directions.withExactRows { source in
      Matrix(rows: rows, columns: columns) { target in
        Parallel.forEachChunk(of: rows, size: 256) { _, range in
          var values = [Double](repeating: 0, count: columns)
          for row in range {
            values.withUnsafeMutableBufferPointer {
              if let base = $0.baseAddress { source.readTrueValues(row, into: base) }
            }
            for column in 0..<columns { target[row, column] = Float(values[column]) }
          }
        }
      }
    }
  }
}
