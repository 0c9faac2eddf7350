/// The name of a cluster, the same on cards, maps, flows, silhouettes, the confusion matrix, in the findings, in the tables of
/// clusters and on the page.
///
/// Its number is the one in the stored labels, from 0. `7 · cats` is cluster 7, which holds cats more often than any other
/// class; `7 = cats` is cluster 7 where clusters and classes are matched one to one, and its class is cats. A cluster that has a
/// name of its own, by a user or in the file that gives it, has this name in the place of its most common class.
package enum ClusterName {
  /// Without a class: `cluster 7`, or `cluster 7 (pets)` by its own name.
  package static func plain(_ id: Int, own: String? = nil) -> String {
    "cluster \(id)" + (own.map { " (\($0))" } ?? "")
  }

  /// By its own name, else by the class that a cluster holds most of: `7 · cats`; by its number alone where neither is known.
  package static func majority(_ id: Int, _ className: String?, own: String? = nil) -> String {
    (own ?? className).map { "\(id) · \($0)" } ?? plain(id)
  }

  /// By the class that a one-to-one matching gives a cluster: `7 = cats`, or `7 · pets = cats` by its own name. A class that gets
  /// no cluster is `– = cats`.
  package static func matched(_ id: Int32?, _ className: String, own: String? = nil) -> String {
    "\(id.map(number) ?? "–")\(own.map { " · \($0)" } ?? "") = \(className)"
  }

  /// The number alone; `noise` for items without a cluster, which count as one where a score is taken.
  package static func number(_ id: Int32) -> String { id < 0 ? "noise" : String(id) }

  /// The reading of a name of the first kind, beside the figures that have it.
  ///
  /// - Parameter hasOwn: true where clusters have names of their own.
  package static func explanation(_ labelSet: String, hasOwn: Bool = false) -> String {
    "Clusters have the numbers of the stored labels and "
      + (hasOwn ? "the name that was given to them, else that" : "the name") + " of their most common \(labelSet)."
  }
}
