/// A part of a ``Clustering`` beside its labels, of which a figure is drawn.
public enum ClusteringDetail: Sendable, Hashable {
  /// The merges of all rows, of which the clusters are a cut: ``Clustering/tree``.
  case tree
  /// The hierarchy of clusters of at least some rows: ``Clustering/condensedTree``.
  case condensedTree
  /// The distances of rows to a neighbor, and where they are cut: ``Clustering/neighborDistances``.
  case neighborDistances
}
