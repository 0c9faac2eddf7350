import Core
import Matrices

/// A population of classes that are overlapping Gaussians.
struct GaussianClasses {
  let centers: [[Double]]
  var classes: Int { centers.count }

  init(classes: Int, columns: Int, spread: Double) {
    var random = Seed(4).stream("centers")
    centers = (0..<classes).map { _ in (0..<columns).map { _ in spread * random.gaussian() } }
  }

  func sample(_ items: Int, _ random: inout RandomStream) -> (rows: Matrix, truth: LabelSet) {
    let truth = (0..<items).map { _ in Int32(random.integer(below: classes)) }
    let rows = truth.map { label in centers[Int(label)].map { Float($0 + random.gaussian()) } }
    return (Matrix(rows), LabelSet(name: "truth", classes: (0..<classes).map(String.init), values: truth))
  }
}
