import Stages

/// The reductions and scalings of this package: methods that make a space of one other.
public enum Reductions {
  /// The types, in the order in which lists show them.
  public static let all: [any SpaceMaker.Type] = [
    PCA.self, Whitening.self, RandomProjection.self, Standardization.self, UnitLength.self, UMAP.self,
  ]

  /// The methods of maps that make no spaces, that of maps by default first.
  public static let maps: [any MapMaker.Type] = [TSNE.self]
}
