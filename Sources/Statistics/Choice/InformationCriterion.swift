import Foundation

/// Information criteria of a fitted likelihood: less is better.
package enum InformationCriterion {
  /// Returns Schwarz's criterion, −2 log L + p log n ("Estimating the dimension of a model", 1978).
  ///
  /// - Parameters:
  ///   - meanLogLikelihood: the mean over the rows, in nats.
  ///   - rows: the number of rows, n.
  ///   - parameters: the number of free parameters, p.
  package static func bayesian(meanLogLikelihood: Double, rows: Int, parameters: Int) -> Double {
    -2 * meanLogLikelihood * Double(rows) + Double(parameters) * log(Double(rows))
  }

  /// Returns Akaike's criterion, −2 log L + 2 p ("A new look at the statistical model identification", 1974).
  package static func akaike(meanLogLikelihood: Double, rows: Int, parameters: Int) -> Double {
    -2 * meanLogLikelihood * Double(rows) + 2 * Double(parameters)
  }
}
