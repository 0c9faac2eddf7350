extension StoredRun {
  /// The weights of the parts of each space that has them, in the order of the spaces.
  ///
  /// - Throws: ``ResultsError`` for a file that is gone, was changed, or is not that of the items.
  package var partWeights: [StoredPartWeights] {
    get throws { try plan.spaces.compactMap { try folder.partWeights(of: $0, itemCount: itemCount) } }
  }
}
