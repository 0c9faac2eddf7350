import Core
import Scores

extension HistoryReport {
  /// Notes on runs that stand side by side and are not comparable.
  package var notices: [Notice] { [otherItems, otherLabels, otherNoise, otherInputs].compactMap(\.self) }

  private var otherItems: Notice? {
    let items = Set(history.entries.map(\.items))
    guard items.count > 1 else { return nil }
    return Notice(
      kind: "other-items",
      message: "the runs are of different items: \(items.sorted().map(\.description).joined(separator: ", "))")
  }

  private var otherLabels: Notice? {
    guard hasSeveralTruths else { return nil }
    let parts = truths.map { truth in
      let runs = history.entries.filter { $0.truth?.agrees(with: truth) == true }.map { name($0) }
      return "\(Self.text(truth)) in \(list(runs, limit: 4))"
    }
    return Notice(
      kind: "other-labels",
      message:
        "the runs are scored against different labels, or the same in another order, so that \(history.score) is not "
        + "comparable between them: \(list(parts, limit: 6))")
  }

  private var otherNoise: Notice? {
    let rules = NoiseRule.allCases.filter { rule in history.entries.contains { $0.noise == rule } }
    guard rules.count > 1, (try? ScoreCatalog.named(history.score)) is any ExternalScore else { return nil }
    let parts = rules.map { rule in
      "\(rule.rawValue) in \(list(history.entries.filter { $0.noise == rule }.map { name($0) }, limit: 4))"
    }
    return Notice(
      kind: "other-noise",
      message:
        "the runs count noise in different ways, so that \(history.score) is not comparable between them: noise: "
        + parts.joined(separator: "; noise: "))
  }

  /// The runs whose input files are not those of the run before, where both have the same number of items.
  private var otherInputs: Notice? {
    let changes = zip(history.entries, history.entries.dropFirst()).compactMap { before, entry in
      before.items != entry.items
        ? nil : ChangedInputs(from: before.inputs, to: entry.inputs).text.map { "\(name(entry)): \($0)" }
    }
    guard !changes.isEmpty else { return nil }
    return Notice(
      kind: "other-inputs",
      message: "the inputs changed from one run to the next: \(list(changes, limit: 4))")
  }

  /// The labels that the runs are scored against, each once.
  private var truths: [RunHistory.Truth] {
    history.entries.compactMap(\.truth).reduce(into: []) { known, truth in
      if !known.contains(where: { $0.agrees(with: truth) }) { known.append(truth) }
    }
  }

  /// True where runs of as many items are scored against different labels, or any against labels of another name.
  var hasSeveralTruths: Bool {
    guard (try? ScoreCatalog.named(history.score)) is any ExternalScore, truths.count > 1 else { return false }
    let entries = history.entries
    return Set(truths.map(\.name)).count > 1
      || truths.contains { first in
        truths.contains { second in
          guard !first.agrees(with: second) else { return false }
          let items = [first, second].map { truth in
            Set(entries.filter { $0.truth?.agrees(with: truth) == true }.map(\.items))
          }
          return !items[0].isDisjoint(with: items[1])
        }
      }
  }

  /// `group (9 classes, checksum 0123456789abcdef)`.
  private static func text(_ truth: RunHistory.Truth) -> String {
    "\(truth.name) (\(counted(truth.classes, "class", plural: "classes"))"
      + (truth.checksum.map { ", checksum \($0)" } ?? "") + ")"
  }
}
