import Core

/// The iterations of a transport.
///
/// Everything is in powers of two: the plan, times the number of rows, is u · kernel · v, with
/// kernel = 2^(cosine / (ε ln 2) + offset of the row + offset of the reference). The potentials are the offsets with the
/// logarithms of u and v.
final class TransportSolver {
  private let problem: Transport
  private let kernel: TransportKernel
  private let rows: Int
  private let references: Int
  /// ε ln 2, by which powers of two count.
  private let unit: Double
  /// The scales u of the rows, and those before the last update.
  private let rowScales: Buffer<Double>
  private let formerScales: Buffer<Double>
  /// The change of the mass of each row in the last update.
  private let moved: Buffer<Double>
  /// The scales v of the references, and the same as weights of the kernel's rows.
  private var scales: [Double]
  private let weights: Buffer<Float>

  init(_ problem: Transport, _ kernel: TransportKernel) {
    self.problem = problem
    self.kernel = kernel
    (rows, references) = (kernel.entries.rows.rows, kernel.entries.references)
    unit = problem.epsilon * 0.693_147_180_559_945_3
    rowScales = Buffer(repeating: 1, count: rows)
    formerScales = Buffer(repeating: 1, count: rows)
    moved = Buffer(repeating: 0, count: rows)
    scales = [Double](repeating: 1, count: references)
    weights = Buffer(repeating: 0, count: kernel.entries.width)
  }

  /// Iterates until the marginal error is below the tolerance, or the iterations are used up.
  func solve(isCancelled: () -> Bool) throws -> TransportPlan {
    kernel.levelPeaks()
    // The potentials of the references begin at 0.
    for column in 0..<references { scales[column] = powerOfTwo(-Double(offset(column))) }
    var iterations = 0
    while true {
      if isCancelled() { throw CancellationError() }
      setWeights()
      let sums = kernel.pass(weights) { row, sum in update(row, Double(sum)) }
      guard (0..<rows).allSatisfy({ rowScales[$0].isFinite }) else { throw vanished("rows") }
      if iterations > 0 {
        let error = (0..<rows).reduce(0) { $0 + moved[$1] } / Double(rows)
        if error < problem.tolerance || iterations == problem.maximumIterations {
          rowScales.base.update(from: formerScales.base, count: rows)
          return plan(iterations: iterations, error: error)
        }
      }
      guard sums.allSatisfy({ $0 > 0 && $0.isFinite }) else { throw vanished("references") }
      for column in 0..<references { scales[column] = scale(column, sums[column]) }
      iterations += 1
      if !isNear { absorb() }
    }
  }

  private func vanished(_ side: String) -> TransportError {
    TransportError(.vanished(epsilon: problem.epsilon, of: side))
  }

  private func offset(_ column: Int) -> Float { kernel.entries.columnOffsets[column] }

  private func setWeights() {
    for column in 0..<references { weights[column] = Float(scales[column]) }
  }

  // MARK: - Updates

  /// Sets the scale of a row after the sum of its entries; called once a row, from several threads.
  private func update(_ row: Int, _ sum: Double) -> Float {
    let former = rowScales[row]
    let mass = problem.rowMasses?[row] ?? 1 / Double(rows)
    var scale = mass * Double(rows) / sum
    if let relaxation = problem.rowRelaxation {
      // f / ε in powers of two, of which the offset and the logarithm of the scale make up the rest.
      let (own, constant) = (Double(kernel.rowOffsets[row]), 1 / unit)
      let share = relaxation / (relaxation + problem.epsilon)
      let potential = share * (logarithm(mass) - logarithm(sum) + own + constant)
      scale = powerOfTwo(potential - own - constant + logarithm(Double(rows)))
    }
    formerScales[row] = former
    rowScales[row] = scale
    moved[row] = abs(scale - former) * sum
    return Float(scale)
  }

  /// Returns the scale of a reference after the sum of its column.
  private func scale(_ column: Int, _ sum: Double) -> Double {
    let mass = problem.referenceMasses?[column] ?? 1 / Double(references)
    guard let relaxation = problem.referenceRelaxation else { return mass * Double(rows) / sum }
    let own = Double(offset(column))
    let share = relaxation / (relaxation + problem.epsilon)
    let potential = share * (logarithm(mass) - logarithm(sum) + logarithm(Double(rows)) + own)
    return powerOfTwo(potential - own)
  }

  // MARK: - Absorption

  /// The logarithm up to which scales may move: entries that have become 0 in the kernel would still be far below rounding.
  private static let reach = 29.0

  /// True where all scales are within reach of 1.
  private var isNear: Bool {
    let (least, most) = (powerOfTwo(-Self.reach), powerOfTwo(Self.reach))
    return scales.allSatisfy { $0 > least && $0 < most }
      && (0..<rows).allSatisfy { rowScales[$0] > least && rowScales[$0] < most }
  }

  /// Moves what the scales have become into the offsets.
  private func absorb() {
    for row in 0..<rows {
      let total = Double(kernel.rowOffsets[row]) + logarithm(rowScales[row])
      kernel.rowOffsets[row] = Float(total)
      rowScales[row] = powerOfTwo(total - Double(Float(total)))
    }
    for column in 0..<references {
      let total = Double(offset(column)) + logarithm(scales[column])
      kernel.entries.columnOffsets[column] = Float(total)
      scales[column] = powerOfTwo(total - Double(Float(total)))
    }
    kernel.forgetEntries()
  }

  private func plan(iterations: Int, error: Double) -> TransportPlan {
    TransportPlan(
      epsilon: problem.epsilon,
      rowPotentials: (0..<rows).map { row in
        1 + unit * (Double(kernel.rowOffsets[row]) + logarithm(rowScales[row]) - logarithm(Double(rows)))
      },
      referencePotentials: (0..<references).map { unit * (Double(offset($0)) + logarithm(scales[$0])) },
      iterations: iterations, iterationError: error, converged: error < problem.tolerance)
  }
}

/// log₂ x of a positive number.
private func logarithm(_ x: Double) -> Double { naturalLogarithm(x) * 1.442_695_040_888_963_4 }

/// 2ˣ; 0 where that is too small, and infinity where it is too large.
private func powerOfTwo(_ x: Double) -> Double {
  let power = x * 0.693_147_180_559_945_3
  return power > 0 ? 1 / exponential(-power) : exponential(power)
}

/// The potentials of a transport.
package struct TransportPlan: Sendable {
  /// The entropic regularization.
  package let epsilon: Double
  /// The potential of each row.
  package let rowPotentials: [Double]
  /// The potential of each reference.
  package let referencePotentials: [Double]
  /// The iterations that were made.
  package let iterations: Int
  /// The marginal error by the kernel in `Float`, which ends the iterations: Σ |row sum − mass of the row| after the last update of
  /// the columns; with relaxed rows the mass that one more update would move.
  package let iterationError: Double
  /// True where ``iterationError`` fell below the tolerance.
  package let converged: Bool
  /// The same error in `Double`, on at most 1,000 rows at even distances; where rounding is larger than the tolerance, so is this.
  package internal(set) var error = 0.0
  /// The rows that ``error`` was measured on.
  package internal(set) var measuredRows = 0
}
