/// The distances between all pairs of clusters, each at a place of its own, as merges change them.
package protocol ClusterDistances: ~Copyable {
  /// The number of places.
  var count: Int { get }

  func distance(_ one: Int, _ other: Int) -> Double

  /// Returns the cluster that is nearest to one and nearer than a bound, the lowest of equals; nil where there is none.
  ///
  /// - Parameter places: those of all clusters, ascending.
  func nearest(to place: Int, of places: [Int], below bound: Double) -> (place: Int, distance: Double)?

  /// Puts one cluster into another, whose distances to all others follow.
  ///
  /// - Parameter sizes: the numbers of rows of the clusters at all places, before the merge.
  mutating func join(_ gone: Int, to kept: Int, of places: [Int], sizes: [Double], _ update: LinkageUpdate)

  /// Forgets all places but some ascending ones, which move together.
  mutating func keep(_ places: [Int])
}
