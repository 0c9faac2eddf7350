import Clustering
import Foundation

/// Expectation–maximisation by the formulas, in `Double`, without a thought of speed.
struct PlainMixture {
  let rows: [[Double]]
  let columns: Int
  let clusters: Int
  let covariance: GaussianMixture.Covariance
  var weights: [Double] = []
  var means: [[Double]] = []
  /// columns × columns each.
  var covariances: [[Double]] = []

  init(_ rows: [[Double]], _ clusters: Int, _ covariance: GaussianMixture.Covariance) {
    self.rows = rows
    columns = rows[0].count
    self.clusters = clusters
    self.covariance = covariance
  }

  mutating func maximize(_ responsibilities: [[Double]]) {
    let masses = responsibilities.map { $0.reduce(0, +) }
    weights = masses.map { $0 / Double(rows.count) }
    means = zip(responsibilities, masses).map { shares, mass in
      (0..<columns).map { column in zip(shares, rows).reduce(0) { $0 + $1.0 * $1.1[column] } / mass }
    }
    var scatters = (0..<clusters).map { scatter(responsibilities[$0], means[$0]) }
    for component in 0..<clusters {
      for index in scatters[component].indices { scatters[component][index] /= masses[component] }
    }
    if covariance == .tied {
      let pooled = scatters[0].indices.map { index in
        (0..<clusters).reduce(0) { $0 + weights[$1] * scatters[$1][index] }
      }
      scatters = [[Double]](repeating: pooled, count: clusters)
    }
    covariances = scatters.map(regularized)
  }

  private func scatter(_ shares: [Double], _ mean: [Double]) -> [Double] {
    var sum = [Double](repeating: 0, count: columns * columns)
    for (share, row) in zip(shares, rows) where share > 1e-60 {
      let difference = zip(row, mean).map { $0 - $1 }
      for i in 0..<columns {
        for j in 0...i { sum[i * columns + j] += share * difference[i] * difference[j] }
      }
    }
    for i in 0..<columns {
      for j in 0..<i { sum[j * columns + i] = sum[i * columns + j] }
    }
    return sum
  }

  private func regularized(_ scatter: [Double]) -> [Double] {
    let diagonal = (0..<columns).map { scatter[$0 * columns + $0] }
    let mean = diagonal.reduce(0, +) / Double(columns)
    return scatter.indices.map { index in
      let (row, column) = (index / columns, index % columns)
      return switch covariance {
      case .full, .tied: scatter[index] + (row == column ? 1e-6 : 0)
      case .diag: row == column ? diagonal[row] + 1e-6 : 0
      case .spherical: row == column ? mean + 1e-6 : 0
      }
    }
  }

  func expect() -> (responsibilities: [[Double]], logLikelihood: Double) {
    let lowers = covariances.map(cholesky)
    var responsibilities = [[Double]](repeating: [Double](repeating: 0, count: rows.count), count: clusters)
    var total = 0.0
    for (index, row) in rows.enumerated() {
      let logs = (0..<clusters).map { logDensity(row, $0, lowers[$0]) }
      let highest = logs.max() ?? 0
      let density = highest + log(logs.reduce(0) { $0 + exp($1 - highest) })
      total += density
      for component in 0..<clusters { responsibilities[component][index] = exp(logs[component] - density) }
    }
    return (responsibilities, total / Double(rows.count))
  }

  private func logDensity(_ row: [Double], _ component: Int, _ lower: [Double]) -> Double {
    var whitened = zip(row, means[component]).map { $0 - $1 }
    var result = log(weights[component]) - 0.5 * Double(columns) * log(2 * Double.pi)
    for i in 0..<columns {
      for j in 0..<i { whitened[i] -= lower[i * columns + j] * whitened[j] }
      whitened[i] /= lower[i * columns + i]
      result -= log(lower[i * columns + i]) + 0.5 * whitened[i] * whitened[i]
    }
    return result
  }

  private func cholesky(_ matrix: [Double]) -> [Double] {
    var lower = matrix
    for i in 0..<columns {
      for j in 0...i {
        var sum = matrix[i * columns + j]
        for k in 0..<j { sum -= lower[i * columns + k] * lower[j * columns + k] }
        lower[i * columns + j] = i == j ? sum.squareRoot() : sum / lower[j * columns + j]
      }
    }
    return lower
  }

  /// Maximises once from a hard start, then as often as asked for after an expectation; returns the last expectation.
  mutating func fit(from labels: [Int], iterations: Int) -> (responsibilities: [[Double]], logLikelihood: Double) {
    maximize((0..<clusters).map { component in labels.map { $0 == component ? 1 : 0 } })
    for _ in 0..<iterations { maximize(expect().responsibilities) }
    return expect()
  }
}
