import Clustering
import Core

/// Too few distinct rows for a clusterer, some of which differ in the file by digits that are not kept.
struct LostDigits: ExplainedError {
  let error: ClusteringError
  /// The rows that differ from another one in the file and equal it as stored.
  let merged: Int

  /// Runs a check of rows, of which some are merged.
  static func explaining(merged: Int, _ check: () throws -> Void) throws {
    do {
      try check()
    } catch let error as ClusteringError where merged > 0 {
      guard case .tooFewDistinctRows = error.reason else { throw error }
      throw LostDigits(error: error, merged: merged)
    }
  }

  var failure: String { error.failure }
  var cause: String {
    "\(error.cause); \(counted(merged, "row")) of the file \(merged == 1 ? "differs" : "differ") from others only in digits "
      + "that are lost"
  }
  var hint: String {
    "save columns of large numbers as differences from their first one, as whole numbers or in double precision"
  }
  var isOfRows: Bool { error.isOfRows }
}
