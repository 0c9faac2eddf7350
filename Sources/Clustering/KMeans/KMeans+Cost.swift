import Stages

extension KMeans {
  /// Passes over all rows and centers that one restart amounts to, its seeding among them: from 24 to 65 were counted.
  private static let passes = 40.0
  /// For each row and restart beside that.
  private static let rowVisits = 40_000.0

  public func cost(_ shape: Shape) -> Cost? {
    guard let clusters else { return nil }
    let products = Double(shape.allColumns) * Double(min(clusters, shape.rows))
    return Cost(
      operations: Double(shape.rows) * Double(restarts) * (Self.passes * products + Self.rowVisits),
      iteration: products * Double(shape.rows),
      bytes: Cost.bytes(Double(shape.rows) * (Double(shape.allColumns) + 12 * Double(restarts))))
  }
}
