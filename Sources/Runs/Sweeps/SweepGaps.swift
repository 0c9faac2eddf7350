import Core
import Experiments
import Results
import Stages

/// The settings of a sweep that the rows do not allow, with their reasons, and those at which the rows are one cluster or none.
struct SweepGaps {
  /// One setting of a line.
  private struct Gap {
    let space: String
    /// The words before the value, such as `k` or `weight of text`.
    let parameter: String
    let value: String
    let cause: String
  }

  private let clusterer: String
  private var gaps: [Gap] = []
  /// The notes on settings that part nothing.
  private var degenerate: [Notice] = []
  private static let degenerateKinds: Set = ["one-cluster", "no-merge", "all-noise"]

  init(_ sweep: SweepPlan.Sweep) { clusterer = sweep.clusterer.name }

  /// Counts a setting of a line once, with the first of its reasons.
  mutating func add(_ line: SweepPlan.Line, _ sweep: SweepPlan.Sweep, _ setting: ParameterValue, cause: String) {
    let gap = Gap(
      space: line.space.name, parameter: sweep.parameter(of: line), value: sweep.text(of: setting), cause: cause)
    guard !gaps.contains(where: { $0.space == gap.space && $0.value == gap.value }) else { return }
    gaps.append(gap)
  }

  /// Keeps the notes of a fit on settings that part nothing, each once.
  ///
  /// - Parameter place: the line and the setting in words.
  mutating func note(_ notices: [Notice], at place: String) {
    for notice in notices where Self.degenerateKinds.contains(notice.kind) {
      let note = Notice(kind: "sweep-\(notice.kind)", message: "sweep of \(place): \(notice.message)")
      if !degenerate.contains(where: { $0.kind == note.kind && $0.message.hasPrefix("sweep of \(place): ") }) {
        degenerate.append(note)
      }
    }
  }

  /// One note for the settings and the spaces that have one reason; reasons that differ in their numbers alone are one, and
  /// the first is told.
  var notices: [Notice] {
    var groups: [(key: [String], spaces: [String], gaps: [Gap])] = []
    for space in gaps.map(\.space).uniqued {
      let ofSpace = gaps.filter { $0.space == space }
      for words in ofSpace.map({ Self.words($0.cause) }).uniqued {
        let alike = ofSpace.filter { Self.words($0.cause) == words }
        let key = [words, alike[0].parameter] + alike.map(\.value)
        if let known = groups.firstIndex(where: { $0.key == key }) {
          groups[known].spaces.append(space)
        } else {
          groups.append((key, [space], alike))
        }
      }
    }
    return groups.map { _, spaces, gaps in
      Notice(
        kind: "sweep-gap",
        message: "the sweep has no value of \(clusterer) on \(list(spaces)), \(gaps[0].parameter) "
          + "\(list(gaps.map(\.value))): \(gaps[0].cause)")
    } + degenerate
  }

  /// A reason without its numbers.
  private static func words(_ cause: String) -> String { cause.filter { !$0.isNumber && $0 != "," && $0 != "." } }
}

extension SweepPlan.Sweep {
  /// The swept parameter of a line in words.
  func parameter(of line: SweepPlan.Line) -> String {
    switch subject {
    case .weight: "weight of \(line.part ?? "")"
    case .clusterer(let parameter): parameter
    case .space(let space, let parameter): "\(parameter) of \(space.name)"
    case .weightOf(let part, let space): "weight of \(part) in \(space.name)"
    }
  }

  /// A setting in words, a weight with at most three decimals.
  func text(of setting: ParameterValue) -> String {
    switch subject {
    case .weight, .weightOf:
      setting.number.map { ParameterValue.number(($0 * 1e3).rounded() / 1e3).description } ?? ""
    case .clusterer, .space: "\(setting)"
    }
  }

  /// A line at a setting in words: `kmeans on text, k 9`.
  func place(_ line: SweepPlan.Line, _ setting: ParameterValue) -> String {
    "\(clusterer.name) on \(line.space.name), \(parameter(of: line)) \(text(of: setting))"
  }
}
