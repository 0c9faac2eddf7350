import Results

/// The choice of a parameter by criteria without labels.
extension FindingSource {
  /// Returns the joint conclusion of the criteria of each sweep, in the space that ranks first among those swept.
  ///
  /// - Throws: `ResultsError` when a stored sweep cannot be read.
  func choices() throws -> [Finding] {
    try stored.choices.compactMap { sweep in
      let order = ranking.filter { $0.clusterer == sweep.clusterer }.map(\.space)
      let line = order.lazy.compactMap { space in sweep.lines.first { $0.space == space } }.first ?? sweep.lines.first
      guard let line else { return nil }
      let reading = ChoiceReading(
        line, of: sweep, noise: try stored.meanNoise(of: line, in: sweep), items: stored.itemCount)
      return Finding("For \(sweep.clusterer.shortened) on \(line.space.shortened): \(reading.conclusionAlone)")
    }
  }
}
