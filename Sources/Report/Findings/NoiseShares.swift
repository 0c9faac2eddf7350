import Core
import Foundation
import Results

/// The noise of methods that findings name as best. Scores that leave noise out favour a method that clusters few items; others
/// count it, by the rule of the run.
extension FindingSource {
  /// The share of noise beyond which a finding on the best states it.
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

  /// Such as `, which leaves 23.9 % of the items as noise (text: 0.1 %),`; empty where the best leaves at most a tenth.
  ///
  /// - Parameter next: the share and the name of what the best is compared with; nil for nothing.
  static func clause(noise: Double, next: (share: Double, name: String)?) -> String {
    guard noise > notableNoise else { return "" }
    let share = percent(noise)
    let parts = [next.map { "\($0.name): \(percent($0.share))" }].compactMap(\.self)
    if noise > mostlyNoise {
      // Under some rules the score counts noise, so that the items are not left out of it.
      return ", which leaves most items as noise (" + ([share] + parts).joined(separator: "; ") + "),"
    }
    return ", which leaves \(share) of the items as noise" + (parts.isEmpty ? "" : " (\(parts[0]))") + ","
  }

  /// The subject of a sentence on the best: `best method is`, or `best silhouette is that of` where it leaves most items as noise.
  func subject(_ noun: String, noise: Double) -> String {
    noise > Self.mostlyNoise ? "best \(scores.name) is that of" : "best \(noun) is"
  }

  /// Such as `noise 23.9 % against 0.1 %`; nothing where neither method leaves more than a tenth.
  func noiseNumbers(_ first: Standing, _ second: Standing) -> [String] {
    Self.noiseNumbers(noise(of: first), noise(of: second))
  }

  static func noiseNumbers(_ first: Double, _ second: Double) -> [String] {
    guard max(first, second) > notableNoise else { return [] }
    return ["noise \(percent(first)) against \(percent(second))"]
  }

  static func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }
}
