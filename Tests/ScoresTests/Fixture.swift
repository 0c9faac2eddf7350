import Core
import Foundation
import Matrices

/// The labelings and blobs of `make_scores.py`, with scikit-learn's values.
struct Fixture: Decodable {
  let versions: [String: String]
  let labelings: [Labeling]
  let blobs: [Blob]
  let informations: [Information]

  struct Labeling: Decodable {
    let kind: String
    let truth: [Int32]
    let clusters: [Int32]
    /// nil where scikit-learn gives NaN.
    let scores: [String: Double?]
  }

  struct Blob: Decodable {
    let columns: Int
    let rows: [Float]
    let clusters: [Int32]
    let samples: [Double]
    let scores: [String: Double]

    var matrix: Matrix {
      Matrix(stride(from: 0, to: rows.count, by: columns).map { Array(rows[$0..<$0 + columns]) })
    }
  }

  struct Information: Decodable {
    let classes: [Int]
    let clusters: [Int]
    let value: Double
  }

  static let shared: Fixture = {
    let url = Bundle.module.url(forResource: "Fixtures/scores", withExtension: "json")
    guard let url, let data = try? Data(contentsOf: url),
      let fixture = try? JSONDecoder().decode(Self.self, from: data)
    else { return Fixture(versions: [:], labelings: [], blobs: [], informations: []) }
    return fixture
  }()
}

/// A label set with as many classes as the largest value asks for.
func labelSet(_ values: [Int32]) -> LabelSet {
  LabelSet(
    name: "truth", classes: (0..<max(Int(values.max() ?? -1) + 1, 1)).map { "class \($0)" },
    values: values)
}

/// A random truth and a random clustering of the same items, both of random sizes.
func randomLabelings(_ seed: UInt64, items: Int? = nil) -> (truth: [Int32], clusters: [Int32]) {
  var stream = Seed(seed).stream("labelings")
  let items = items ?? 1 + stream.integer(below: 120)
  let classes = 1 + stream.integer(below: 8)
  let clusters = 1 + stream.integer(below: 8)
  let truth = (0..<items).map { _ in Int32(stream.integer(below: classes)) }
  let given = truth.map { label in
    Int32(stream.uniform() < 0.5 ? Int(label) % clusters : stream.integer(below: clusters))
  }
  return (truth, given)
}

/// Returns whether two numbers differ by no more than `tolerance`; NaN differs from everything.
func isClose(_ left: Double, _ right: Double, _ tolerance: Double = 1e-9) -> Bool {
  abs(left - right) <= tolerance
}

/// Returns whether two values of a score are close, or both undefined.
func isSame(_ left: Double, _ right: Double, _ tolerance: Double = 1e-9) -> Bool {
  isClose(left, right, tolerance) || left.isNaN && right.isNaN
}

/// Random rows around random centres.
func randomBlobs(
  _ seed: UInt64, rows: Int, columns: Int, clusters: Int, offset: Float = 0, spread: Float = 1
)
  -> (Matrix, Partition)
{
  var stream = Seed(seed).stream("blobs")
  let centers = (0..<clusters).map { _ in
    (0..<columns).map { _ in Float(stream.gaussian()) * 3 + offset }
  }
  let labels = (0..<rows).map { _ in Int32(stream.integer(below: clusters)) }
  let values = labels.map { label in
    centers[Int(label)].map { $0 + Float(stream.gaussian()) * spread }
  }
  return (Matrix(values), Partition(labels: labels, clusters: clusters))
}
