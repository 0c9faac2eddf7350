import Core
import Matrices
import Stages
import Testing

/// Clusterings of methods that have an objective and a model.
extension Clustering {
  var objectiveValue: Double { objective?.value ?? .nan }

  /// The clusters that the model gives to rows.
  func predict(_ rows: Matrix) throws -> Partition { try #require(model).predict(rows) }
}
