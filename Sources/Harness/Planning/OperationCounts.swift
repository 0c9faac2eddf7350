import Foundation

/// What the parts of a run cost, in operations. An operation is the time of one multiplication with its addition in a
/// product of matrices; what is slower for each of them (a search with branches, a walk through memory) counts more.
///
/// The factors were fitted to measured times of the emoji and of 60,000 rows of CIFAR-10; how often a clusterer
/// iterates is not known before, so that they can only be right on average.
enum OperationCounts {
  /// Reading each number of a matrix and writing another one.
  static let copying = 4.0
  /// Passes over all rows and centres that one restart of k-means amounts to, its seeding among them; bounds leave most
  /// of the later iterations out.
  static let passes = 12.0
  /// For each row and restart beside that.
  static let rowVisits = 400.0
  /// Iterations of a mixture.
  static let mixtureIterations = 25.0
  /// For each row, component and column of an iteration along the axes.
  static let axes = 4.0
  /// For each row and pair of columns of an iteration with full covariances.
  static let pairs = 2.0
  /// For each row and pair of columns of principal components, and for each cubed column.
  static let components = 1.0
  static let eigenvectors = 20.0
  /// For each pair of rows and column in the search for neighbours.
  static let neighbours = 1.0
  /// For each row and iteration of an embedding.
  static let embedding = 2000.0
  /// For each pair of rows and column of a silhouette.
  static let silhouette = 1.0
  /// For each pixel of a thumbnail.
  static let pixels = 100.0
  /// For a figure, and for each point that one shows.
  static let figure = 2e9
  static let point = 5000.0

  static func kMeans(rows: Int, columns: Int, clusters: Int, restarts: Int) -> Double {
    Double(rows) * Double(restarts) * (passes * Double(columns * clusters) + rowVisits)
  }

  static func axisMixture(rows: Int, columns: Int, clusters: Int, iterations: Int) -> Double {
    min(Double(iterations), mixtureIterations) * axes * Double(rows) * Double(columns * clusters)
  }

  static func fullMixture(rows: Int, columns: Int, clusters: Int, iterations: Int) -> Double {
    let matrices = eigenvectors * Double(clusters) * pow(Double(columns), 3) / 10
    return min(Double(iterations), mixtureIterations) * (pairs * Double(rows) * pow(Double(columns), 2) + matrices)
  }

  static func principalComponents(rows: Int, columns: Int) -> Double {
    components * Double(rows) * pow(Double(columns), 2) + eigenvectors * pow(Double(min(columns, rows)), 3)
  }

  static func map(rows: Int, columns: Int, iterations: Int) -> Double {
    neighbours * pow(Double(rows), 2) * Double(columns) + embedding * Double(rows) * Double(iterations)
  }

  /// The silhouettes of `sample` of the rows.
  static func silhouettes(rows: Int, columns: Int, sample: Int) -> Double {
    silhouette * Double(rows) * Double(sample) * Double(columns)
  }
}
