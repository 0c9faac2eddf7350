import Core
import Foundation
import Results

/// The noise of methods that findings name as best. Scores that leave noise out favour a method that clusters few items; others
/// count it, by the rule of the run.
extension FindingSource {
  /// The share of noise beyond which a finding states it.
  static let notableNoise = 0.1
  /// The share of noise beyond which a method is not called the best without stating that most items are noise.
  static let mostlyNoise = 0.5

  /// The mean share of the clustered items that a method leaves as noise, over the seeds of the standing; 0 where the score counts
  /// every item with a cluster.
  func noise(of standing: Standing) -> Double {
    guard !countsNoiseWithNearest else { return 0 }
    let shares = standing.seeds.compactMap { trial(standing, seed: $0) }.map(stored.record.noiseShare)
    return SummaryTable.Cell(shares)?.mean ?? 0
  }

  /// True where the score counts noise with the nearest cluster, so that no item is left out of it.
  var countsNoiseWithNearest: Bool { stored.record.noise == .nearest && !scores.facts.isInternal }

  /// Such as `noise 23.9 % against 0.1 %`; nothing where neither method leaves more than a tenth.
  func noiseNumbers(_ first: Standing, _ second: Standing) -> [String] {
    Self.noiseNumbers(noise(of: first), noise(of: second))
  }

  /// - Parameter second: the share of what it is compared with; nil for nothing.
  static func noiseNumbers(_ first: Double, _ second: Double?) -> [String] {
    guard max(first, second ?? 0) > notableNoise else { return [] }
    return ["noise \(percent(first))" + (second.map { " against \(percent($0))" } ?? "")]
  }

  static func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }
}
