import Core
import Stages

extension Experiment {
  /// A space that describes its items by the names of a reference.
  package struct NamingSpace: Hashable, Sendable {
    package let space: String
    package let reference: String
  }

  /// Returns the spaces that describe their items by names, among a space and those that it is made of; in the order of its
  /// inputs, each once.
  package func namingSpaces(of space: Space) -> [NamingSpace] {
    let further = space.inputs.flatMap { name -> [NamingSpace] in
      guard !isFeatureSet(name), let part = self.space(named: name) else { return [] }
      return namingSpaces(of: part)
    }
    let own = space.steps.compactMap { ($0 as? any NamingSpaceMaker)?.vocabulary }.last
    return (further + [own.map { NamingSpace(space: space.name, reference: $0) }].compactMap(\.self)).uniqued
  }
}

extension Experiment.Space {
  /// True for a space whose parts have weights for each item.
  package var hasPartWeights: Bool { steps.contains { type(of: $0).hasPartWeights } }
}
