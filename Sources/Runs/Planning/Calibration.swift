import Clustering
import Core
import Foundation
import Matrices
import Stages

/// The speed of this machine with the threads in force, when it has nothing else to do.
struct Calibration {
  /// Seconds that one operation of ``OperationCounts`` takes.
  let secondsPerOperation: Double

  /// The time that a measurement takes at most, but for the last of its repetitions.
  static let budget = 0.15

  /// Clusters a small matrix of noise again and again, and takes the shortest time: what else runs only adds to it.
  static func measure() throws -> Calibration {
    var stream = Seed(0).stream("calibration")
    let rows = Matrix(rows: Self.rows, columns: Self.columns) { block in
      for index in 0..<Self.rows * Self.columns { block.base[index] = Float(stream.next() >> 40) / Float(1 << 24) }
    }
    let clusterer = KMeans(clusters: 10, restarts: 4, maximumIterations: 10)
    var seconds: [Double] = []
    let start = Date()
    repeat {
      let began = Date()
      _ = try clusterer.cluster(rows, seed: Seed(0))
      seconds.append(-began.timeIntervalSinceNow)
    } while seconds.count < 3 || -start.timeIntervalSinceNow < budget
    return Calibration(secondsPerOperation: (seconds.min() ?? 0) / standardOperations)
  }

  private static let rows = 2000
  private static let columns = 64

  /// The operations of the measured work: it takes 2.3 ms where the maps, k-means and sweeps of 1,870 rows take 10¹¹ operations
  /// a second. Small starts on noise end early, so that it is less than the estimate of such a k-means.
  private static let standardOperations = 2.3e8
}
