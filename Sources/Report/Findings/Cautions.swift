import Core
import Results

/// Something that the run noted of its inputs, and that makes scores better, or worse, than the features deserve.
struct Caution: Hashable {
  enum Kind {
    /// The answers can be read from the rows.
    case leak
    /// Items cannot be told apart, so that scores rest on fewer points than items.
    case repeats
    /// Rows or files may not be those of the items.
    case files
  }

  let kind: Kind
  /// The feature sets and references that it is about.
  let names: Set<String>
  /// Such as `columns of text give the labels`.
  let text: String
  /// The share of the captions that name their class, such as `14.9 %`; nil for other cautions.
  var share: String?
}

extension FindingSource {
  /// The cautions of a run, leaks first.
  static func cautions(_ record: RunRecord) -> [Caution] {
    let sets = (record.plan.spaces.flatMap { record.facts(of: $0).featureSets } + record.features.keys.sorted()).uniqued
    let known = (sets + (record.references ?? [:]).keys.sorted()).sorted { ($1.count, $0) < ($0.count, $1) }
    let found = record.notices.compactMap { notice -> Caution? in
      let name = known.first { notice.message.hasPrefix("\($0): ") }
      let about = Set([name].compactMap(\.self))
      let shown = name?.shortened ?? "the features"
      return switch notice.kind {
      case "columns-give-labels": Caution(kind: .leak, names: about, text: "columns of \(shown) give the labels")
      case "rows-give-labels": Caution(kind: .leak, names: about, text: "the rows of \(shown) follow the labels")
      case "vocabulary-names-classes": Caution(kind: .leak, names: about, text: "\(shown) contains names of classes")
      case "captions-name-classes":
        // The note cannot know which features were made of the captions.
        Caution(
          kind: .leak, names: sets.contains("text") ? ["text"] : Set(sets).subtracting(["visual"]),
          text: "captions name the classes",
          share: notice.message.firstMatch(of: /\(([0-9.]+ %)\)/).map { String($0.1) })
      case "duplicate-rows": Caution(kind: .repeats, names: about, text: "many rows of \(shown) are equal")
      case "same-features": Caution(kind: .files, names: [], text: "two feature sets hold the same numbers")
      case "order-in-question": Caution(kind: .files, names: [], text: "the order of the rows is in question")
      default: nil
      }
    }
    return [Caution.Kind.leak, .files, .repeats].flatMap { kind in found.filter { $0.kind == kind } }.uniqued
  }

  /// What else can explain that one method is better than another: answers that it alone reads, most items left as noise, and
  /// repeated rows of either.
  func causes(of better: Standing, over worse: Standing) -> [String] {
    let (own, others) = (sources(of: better.space), sources(of: worse.space))
    let leaks = cautions.filter { $0.kind == .leak && !$0.names.intersection(own).isSubset(of: others) }
    let noise = noise(of: better)
    let repeats = cautions.filter { $0.kind == .repeats && !$0.names.isDisjoint(with: own.union(others)) }
    return leaks.map(\.text)
      + (noise > Self.mostlyNoise ? ["\(name(better)) leaves \(Self.percent(noise)) of the items as noise"] : [])
      + repeats.map(\.text)
  }

  /// The feature sets and references that a space is made of.
  private func sources(of space: String) -> Set<String> {
    Set(stored.record.facts(of: space).featureSets + references(of: space))
  }
}
