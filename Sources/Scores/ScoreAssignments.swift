/// The scores that give each cluster a class: kappa and purity by a majority vote, accuracy one to one.
package enum ScoreAssignments {
  /// The rule by which a score gives clusters their classes: `majority vote` or `one-to-one`; nil for a score that needs none.
  package static func title(of name: String) -> String? {
    ((try? ScoreCatalog.named(name)) as? any ExternalScore)?.assignment?.title
  }

  /// The same of several scores in one clause, such as `kappa: majority vote, accuracy: one-to-one`; nil without any.
  package static func text(of names: [String]) -> String? {
    let parts = names.compactMap { name in title(of: name).map { "\(name): \($0)" } }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
