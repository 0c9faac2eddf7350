import Clustering
import Core
import Matrices
import Stages

/// Late fusion: each part is clustered by itself several times, and the partitions of all parts make the space.
///
/// The `consensus` of this space merges the rows by the evidence of all partitions, each with the weight of its part (Fred and
/// Jain, "Combining multiple clusterings using evidence accumulation", 2005). Other clusterers see a column for each cluster of
/// each partition; the squared distance of two rows is one less the evidence that they belong together, and k-means of them is
/// the consensus by quadratic mutual information (Topchy, Jain and Punch, "Combining multiple weak clusterings", 2003).
public struct Late: WeightedFusion, CountingSpaceMaker {
  public static let name = "late"
  public static let summary =
    "late fusion: the partitions of each feature set by k-means, for consensus (Fred and Jain 2005)"
  public static let inputs = 2...Int.max
  public static let leavesOutWeightless = true
  public static let parameters: [Parameter<Late>] = [
    .integer(
      "k", \.clusters, in: 1...,
      "the clusters of each partition; the number of classes where it is left out, without labels the square root of that of items"
    ),
    .integer("partitions", \.partitions, in: 1..., "the partitions of each part, each by k-means from another start"),
    .numbers("weights", \.weights, in: .above(0), "a weight for each part, summing to 1; equal ones without them"),
  ]

  /// The clusters of each partition; nil for the square root of the number of rows, rounded down.
  public var clusters: Int?
  /// The partitions of each part, at least 1.
  public var partitions: Int
  /// A weight above 0 for each part, summing to 1 within 0.002; nil weighs all alike.
  public var weights: [Double]?

  /// Makes the fusion; ranges and weights are checked when it is used.
  public init(clusters: Int? = nil, partitions: Int = 10, weights: [Double]? = nil) {
    self.clusters = clusters
    self.partitions = partitions
    self.weights = weights
  }

  public init() { self.init(clusters: nil) }

  public var scaling: String { Concatenation.Normalization.none.rawValue }
  public var isStochastic: Bool { true }

  public func check(inputs: Int) throws(StageError) {
    try checkCount(of: inputs)
    try checkWeights(inputs: inputs, sumWithin: 2e-3)
  }

  private func count(rows: Int) -> Int { clusters ?? max(1, Int(Double(rows).squareRoot())) }

  public func columns(_ shape: Shape) -> Int { shape.columns.count * partitions * count(rows: shape.rows) }

  private func method(rows: Int) -> KMeans { KMeans(clusters: count(rows: rows), restarts: 1) }

  public func cost(_ shape: Shape) -> Cost? {
    let fits = shape.columns.compactMap { columns in
      method(rows: shape.rows).cost(Shape(rows: shape.rows, columns: columns))
    }
    return Cost(
      operations: Double(partitions) * fits.reduce(0) { $0 + $1.operations }, iteration: 0,
      bytes: (fits.map(\.bytes).max() ?? 0) + shape.rows * columns(shape) * MemoryLayout<Float>.size)
  }

  /// Clusters each part, and makes the space of the partitions.
  ///
  /// - Parameter inputs: two or more matrices of the same number of rows; one alone where a sweep of weights leaves the others
  ///   out.
  /// - Returns: a space whose rows have the partitions as their structure, and a column for each of their clusters; a note of
  ///   the number of clusters where none is given.
  /// - Throws: ``FusionError`` where the parts have other numbers of rows, `StageError` where the weights do not fit them, and
  ///   the errors of k-means.
  /// - Complexity: that of k-means with one start, for each partition.
  public func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space {
    try checkSettings()
    if inputs.count != 1 { try checkCount(of: inputs.count) }
    try checkWeights(inputs: inputs.count, sumWithin: 2e-3)
    try requireEqualRows(inputs)
    let fits: [[Fit]] = try context.shared.value("late-\(clusters ?? 0)-\(partitions)-\(context.seed.value)") {
      try inputs.enumerated().map { part, rows in try self.fits(rows, part: part, context) }
    }
    let transform = LateTransform(fusion: self, models: fits.map { $0.map(\.model) })
    return Space(transform.space(of: fits.map { $0.map(\.partition) }), transform: transform, notices: notices(inputs))
  }

  /// A partition of a part, and the model that puts new rows into it.
  private struct Fit: Sendable {
    let partition: Partition
    let model: any ClusterModel
  }

  private func fits(_ rows: Matrix, part: Int, _ context: StageContext) throws -> [Fit] {
    let method = method(rows: rows.rows)
    return try (0..<partitions).map { index in
      if context.isCancelled() { throw CancellationError() }
      let own = StageContext(
        seed: context.seed.derived("late part", part).derived("late partition", index), isCancelled: context.isCancelled
      )
      try method.check(rows, own)
      let fit = try method.cluster(rows, own)
      guard let model = fit.model else { throw FusionError(.modelMissing) }
      return Fit(partition: fit.partition, model: model)
    }
  }

  private func notices(_ inputs: [Matrix]) -> [Notice] {
    guard clusters == nil else { return [] }
    let count = count(rows: inputs[0].rows)
    return [
      Notice(
        kind: "late-clusters",
        message:
          "late fusion by partitions of \(counted(count, "cluster")), the square root of \(inputs[0].rows.grouped) "
          + "rows; set k for another number")
    ]
  }

  public func transform(of stored: StoredArrays) throws -> (any SpaceTransform)? {
    let count = stored.entries.keys.filter { $0.hasPrefix("part") && $0.hasSuffix(".centers") }.count
    let models = try (0..<count / max(partitions, 1)).map { part in
      try (0..<partitions).map { index -> any ClusterModel in
        let own = stored.part("part\(part)").part("partition\(index)")
        guard let model = try KMeans().model(of: own) else { throw FusionError(.modelMissing) }
        return model
      }
    }
    return LateTransform(fusion: self, models: models)
  }
}

/// The models of the partitions, which put new rows into their clusters.
private struct LateTransform: SpaceTransform {
  let fusion: Late
  /// By part and partition.
  let models: [[any ClusterModel]]

  func transform(_ inputs: [Matrix]) throws -> Matrix {
    try requireParts(inputs, models.count, of: Late.name)
    try requireEqualRows(inputs)
    return space(of: try zip(models, inputs).map { models, rows in try models.map { try $0.predict(rows) } })
  }

  /// The space of partitions, by part.
  func space(of parts: [[Partition]]) -> Matrix {
    let partitions = parts.flatMap(\.self)
    let shares = parts.indices.flatMap { part in
      parts[part].map { _ in
        (fusion.weights?[part] ?? 1 / Double(parts.count)) / Double(fusion.partitions)
      }
    }
    let rows = partitions[0].labels.count
    let columns = partitions.reduce(0) { $0 + $1.clusters }
    let coordinates = Matrix(rows: rows, columns: columns) { target in
      var offset = 0
      for (partition, share) in zip(partitions, shares) {
        // Two rows apart then differ in two columns, by half of the share each.
        let entry = Float((share / 2).squareRoot())
        for row in 0..<rows where partition.labels[row] >= 0 {
          target[row, offset + Int(partition.labels[row])] = entry
        }
        offset += partition.clusters
      }
    }
    return coordinates.with(WeightedPartitions(partitions, weights: shares))
  }

  var stored: StoredArrays {
    var arrays = StoredArrays()
    for (part, models) in models.enumerated() {
      for (index, model) in models.enumerated() {
        if let own = model.stored { arrays.add(own, as: "part\(part).partition\(index)") }
      }
    }
    return arrays
  }
}
