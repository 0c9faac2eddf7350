import Foundation
import Testing

/// Features whose clusters are clear in double precision, and lost where distances are computed from products as
/// scikit-learn loses them in single precision.
@Suite struct KMeansPrecisionTests {
  /// The centers of the clusters, and the spread of the rows around them.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let centers: [[Double]]
    let spread: Double
    var sentinel: Double?
  }

  static let cases = [
    Case(testDescription: "two scales", centers: [[0, 0], [0, 5], [1e5, 0], [1e5, 5]], spread: 0.5),
    Case(testDescription: "two scales below zero", centers: [[-3e8, 1], [-3e8, 11], [4, 1], [4, 11]], spread: 1),
    Case(testDescription: "a sentinel row", centers: corners(4), spread: 0.7, sentinel: 1e7),
    Case(testDescription: "a negative sentinel row", centers: corners(40), spread: 2, sentinel: -999_999_999),
    Case(testDescription: "a time beside a share", centers: [[1.7e12, 0.1], [1.7e12, 0.5]], spread: 0.01),
    Case(testDescription: "times in seconds", centers: [[1.7e9], [1.7e9 + 90], [1.7e9 + 180]], spread: 5),
    Case(testDescription: "tiny numbers", centers: [[1e-24, 0], [0, 1e-24], [1e-24, 1e-24]], spread: 1e-26),
    Case(testDescription: "huge numbers", centers: [[1e30, 0], [0, 1e30], [1e30, 1e30]], spread: 1e28),
    Case(testDescription: "clumps far apart", centers: [[0, 0], [0, 8], [1e12, 0], [1e12, 8]], spread: 0.5),
  ]

  @Test(arguments: cases)
  func kMeansFindsTheClustersUnderEverySeed(_ example: Case) async throws {
    let folder = try TemporaryFolder()
    try folder.write(example.features, to: "visual.npy")
    try folder.writeLabels("labels.npy", example.labels)
    try await Command.run(
      [
        "run", "--visual", "visual.npy", "--labels", "labels.npy", "--clusterer", "kmeans", "--seeds", "3", "--scores",
        "ari", "--figures", "none", "--out", "out",
      ], in: folder
    ).expectSuccess()
    let lines = try folder.text("out/scores.csv").split(separator: "\n").dropFirst()
    let values = lines.compactMap { Double($0.split(separator: ",")[4]) }
    #expect(values == [1, 1, 1])
  }

  /// The corners of a square, the first two columns of eight.
  private static func corners(_ side: Double) -> [[Double]] {
    [(0, 0), (0, side), (side, 0), (side, side)].map { [$0, $1] + [Double](repeating: 1, count: 6) }
  }
}

extension KMeansPrecisionTests.Case {
  private var rows: Int { 60 * centers.count }

  var labels: [Int32] {
    (0..<rows).map { Int32($0 % centers.count) } + (sentinel == nil ? [] : [Int32(centers.count)])
  }

  /// A `.npy` file in double precision.
  var features: Data {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    var values: [Double] = []
    for row in 0..<rows {
      for center in centers[row % centers.count] {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        values.append(center + spread * (Double(state >> 11) / 0x1p52 - 1))
      }
    }
    if let sentinel { values += centers[0].map { _ in sentinel } }
    let count = values.count / centers[0].count
    return TemporaryFolder.npy("<f8", "(\(count), \(centers[0].count))", TemporaryFolder.bytes(of: values))
  }
}
