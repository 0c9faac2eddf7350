import Core
import Foundation
import Scores

extension VoteTies {
  /// The least spread of kappa over the choices that is worth a note.
  private static let leastSpread = 0.005

  /// The note on a table, where kappa by majority vote is among the scores.
  static func notices(on scores: [any ExternalScore], of table: ContingencyTable) -> [Notice] {
    guard scores.contains(where: { $0.name == CohenKappa().name }) else { return [] }
    return [VoteTies(table)?.notice].compactMap(\.self)
  }

  /// A note for a kappa by majority vote that the order of the classes decides; nil where it moves by little.
  var notice: Notice? {
    guard range.upperBound - range.lowerBound > Self.leastSpread else { return nil }
    func text(_ value: Double) -> String { String(format: "%.3f", value) }
    return Notice(
      kind: "vote-tied",
      message:
        "the majority vote is tied in \(counted(clusters, "cluster")) (\(counted(items, "item"))): "
        + "the first of the tied classes wins, which gives a kappa of \(text(kappa)); other choices give "
        + "\(text(range.lowerBound)) to \(text(range.upperBound))")
  }
}
