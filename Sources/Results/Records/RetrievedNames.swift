/// The names of a reference to which the clusters of a trial point, such as the nouns of images.
package struct RetrievedNames: Codable, Sendable, Equatable {
  /// A name with its share of all weights.
  package struct Name: Codable, Sendable, Equatable {
    package var text: String
    package var weight: Double

    package init(text: String, weight: Double) { (self.text, self.weight) = (text, weight) }
  }

  /// One cluster that holds an item, or the noise.
  package struct Cluster: Codable, Sendable, Equatable {
    /// The id of the cluster; `Partition.noise` for the noise.
    package var id: Int
    /// The names of its items, by the mean of their shares; the heaviest first.
    package var items: [Name]
    /// The names of its center, the heaviest first; none for the noise.
    package var center: [Name]

    package init(id: Int, items: [Name], center: [Name]) {
      (self.id, self.items, self.center) = (id, items, center)
    }
  }

  /// The most names that are kept of a cluster.
  package static let most = 5
  /// The share below which only the heaviest name is kept.
  package static let least = 0.0005

  /// The name of the reference, with the space where several spaces of the method read it.
  package var title: String
  package var reference: String
  /// The space that the reference describes: that of the method, or one that it is made of.
  package var space: String
  /// By ascending id, noise last.
  package var clusters: [Cluster]

  package init(title: String, reference: String, space: String, clusters: [Cluster]) {
    (self.title, self.reference, self.space, self.clusters) = (title, reference, space, clusters)
  }

  /// The names of a cluster; nil for one that holds no item.
  package func cluster(_ id: Int) -> Cluster? { clusters.first { $0.id == id } }
}

extension RetrievedNames.Name {
  /// Such as `dog (0.31)`, with at most three digits after the point.
  package var shown: String { "\(text) (\(rounded))" }

  /// The weight with at most three digits after the point.
  package var rounded: Double { (weight * 1000).rounded() / 1000 }
}

extension [RetrievedNames] {
  /// Returns the names of a cluster as a text: those of each reference behind its title, where there are several.
  ///
  /// - Parameter part: the names of its items, or of its center.
  package func text(of cluster: Int, _ part: KeyPath<RetrievedNames.Cluster, [RetrievedNames.Name]>) -> String {
    let texts = compactMap { reference -> String? in
      guard let names = reference.cluster(cluster)?[keyPath: part], !names.isEmpty else { return nil }
      let text = names.map(\.shown).joined(separator: "; ")
      return count > 1 ? "\(reference.title): \(text)" : text
    }
    return texts.joined(separator: " | ")
  }
}

extension StoredRun {
  /// The names of references to which the clusters of a trial point; none where its space reads no reference, and for a trial
  /// that does not stand for its method.
  ///
  /// - Throws: ``ResultsError`` when a table of its clusters is gone or was changed.
  package func retrievedNames(of trial: TrialIdentity) throws -> [RetrievedNames] {
    guard self.record.spaces.values.contains(where: { $0["names"] != nil }) else { return [] }
    guard let record = try folder.membersRecord(of: trial.method), record.trial == trial else { return [] }
    return record.retrieved ?? []
  }
}
