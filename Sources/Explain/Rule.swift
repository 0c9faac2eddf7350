import Experiments
import Scores

/// A rule by which programs differ: a change of a score or of a method that may move a number to that of another program.
package struct Rule: Sendable {
  /// What a rule changes.
  package enum Change: Sendable {
    /// The same clusters by another score.
    case score(any ExternalScore)
    /// The same clusters on some of the items: a list of positions for each draw.
    case items(@Sendable () throws -> [[Int]])
    /// Other clusters: those of an edited experiment.
    case experiment(Experiment)
  }

  /// The name in tables, such as `nmi-geometric`.
  package let name: String
  /// The rule in one sentence, without a full stop.
  package let sentence: String
  private let how: @Sendable (Subject) -> Change?

  init(_ name: String, _ sentence: String, how: @escaping @Sendable (Subject) -> Change?) {
    self.name = name
    self.sentence = sentence
    self.how = how
  }

  /// Makes a rule that edits the experiment; it does not apply where the edit gives none or the experiment itself.
  init(_ name: String, _ sentence: String, edit: @escaping @Sendable (Subject) -> Experiment?) {
    self.init(name, sentence) { subject in
      edit(subject).flatMap { $0 == subject.experiment ? nil : Change.experiment($0) }
    }
  }

  /// Returns what the rule changes of a method and its score; nil where it does not apply.
  package func change(of subject: Subject) -> Change? { how(subject) }

  package func applies(to subject: Subject) -> Bool { how(subject) != nil }

  /// All rules: those of scores, of items, of clusterers, then of spaces.
  package static let all = scores + items + clusterers + spaces
}
