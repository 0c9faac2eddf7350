import Core
import Matrices
import Stages

extension UMAP {
  public func check(inputs: Int) throws(StageError) {
    try checkCount(of: inputs)
    guard minDist <= spread else {
      throw StageError(
        Self.name,
        .unfit(
          parameter: "min-dist", cause: "min-dist is \(minDist), and the spread \(spread)",
          hint: "give min-dist at most the value of spread"))
    }
  }

  /// Throws ``ReductionError`` where there are fewer rows than the neighbours or the dimensions need, `StageError` where
  /// settings do not go together.
  public func check(_ shape: Shape) throws {
    try checkSettings()
    try check(inputs: 1)
    guard shape.rows > neighbors else { throw ReductionError(.tooManyNeighbors(asked: neighbors, rows: shape.rows)) }
    guard shape.rows > dimensions else {
      throw ReductionError(.tooFewRows(found: shape.rows, needed: dimensions + 1))
    }
  }

  public func columns(_ shape: Shape) -> Int { dimensions }

  /// The length of the longest row that is a place, as of the longest row that is clustered.
  static let farthest = 1e15

  /// The most bytes of the rows that a space keeps for its transform, 16 MB.
  static let largestTransform = 16 << 20

  public func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space {
    try check(inputs: inputs.count)
    let rows = try prepared(inputs[0])
    let manifold = try context.shared.value(manifoldName(rows: rows.rows)) { try Manifold(of: rows, self) }
    let (start, startNotices) = try startingPlaces(rows, manifold, context)
    let descent = LayoutDescent(manifold.graph, start: start, options: options(rows: rows.rows), seed: context.seed)
    let points = try descent.run { epoch in
      guard !context.isCancelled() else { throw CancellationError() }
      context.progress(Double(epoch) / Double(epochs(rows: rows.rows)))
    }
    // Steps are bounded, so that a learning rate out of all proportion gives finite places at distances that mean nothing.
    guard points.firstNonFinite() == nil, points.squaredRowNorms().allSatisfy({ $0 <= Self.farthest * Self.farthest })
    else {
      throw ReductionError(.diverged(iteration: epochs(rows: rows.rows), learningRate: learningRate))
    }
    let notices = manifold.notices + startNotices + [rows.noticeOfEqualRows()].compactMap(\.self)
    let transform = UMAPTransform(self, rows: rows, places: points, seed: context.seed)
    let bytes = transform.storedCount * MemoryLayout<Double>.size
    guard bytes <= Self.largestTransform else {
      let notice = Notice(
        kind: Space.omittedTransform,
        message: "new rows cannot be assigned: that would take the \(rows.rows.grouped) rows, \(bytes >> 20) MB, and "
          + "at most \(Self.largestTransform >> 20) MB are kept")
      return Space(points, notices: notices + [notice])
    }
    return Space(points, transform: transform, notices: notices)
  }

  /// The name of the graph among the shared work, by all that it depends on.
  private func manifoldName(rows: Int) -> String {
    "umap \(neighbors) \(metric) \(localConnectivity) \(setOpMix) \(epochs(rows: rows)) \(search)"
  }

  func options(rows: Int) -> LayoutDescent.Options {
    LayoutDescent.Options(
      curve: LayoutCurve(minDist: minDist, spread: spread), epochs: epochs(rows: rows), learningRate: learningRate,
      negativeSamples: negativeSamples, repulsion: repulsion)
  }

  /// The rows between which Euclidean distances are those of the metric, or their roots.
  ///
  /// - Throws: ``ReductionError``.
  func prepared(_ rows: Matrix) throws -> Matrix {
    try check(Shape(rows: rows.rows, columns: rows.columns))
    return try measurable(rows)
  }

  /// Any number of rows, prepared in the same way.
  ///
  /// - Throws: ``ReductionError``.
  func measurable(_ rows: Matrix) throws -> Matrix {
    if let (row, column) = rows.firstNonFinite() { throw ReductionError(.notFinite(row: row, column: column)) }
    guard metric == .cosine else { return rows.scaledIntoRange() }
    let zeros = rows.zeroRows().count(where: \.self)
    guard zeros == 0 else { throw ReductionError(.zeroRows(count: zeros)) }
    return rows.l2Normalized()
  }

  /// Turns squared Euclidean distances of prepared rows into those of the metric.
  func distances(_ squares: [Float]) -> [Double] {
    squares.map { metric == .cosine ? Double($0) / 2 : Double($0).squareRoot() }
  }

  private func startingPlaces(
    _ rows: Matrix, _ manifold: Manifold, _ context: StageContext
  ) throws -> (Matrix, [Notice]) {
    switch start {
    case .random: return (StartingPlaces.random(rows: rows.rows, dimensions: dimensions, seed: context.seed), [])
    case .pca: return (StartingPlaces.finished(try principalPlaces(rows), seed: context.seed), [])
    case .spectral:
      // The list holds no place where there are none: a missing value cannot be shared.
      let found = context.shared.value("\(manifoldName(rows: rows.rows)), \(dimensions) functions") {
        [StartingPlaces(graph: manifold.graph, dimensions: dimensions, rows: rows).spectral()].compactMap(\.self)
      }
      if let found = found.first { return (StartingPlaces.finished(found, seed: context.seed), []) }
      let notice = Notice(
        kind: "random-start", message: "the graph of neighbours gives no start; points began at random places")
      return (StartingPlaces.random(rows: rows.rows, dimensions: dimensions, seed: context.seed), [notice])
    }
  }

  /// The first principal components; 0 along those that the rows do not have.
  private func principalPlaces(_ rows: Matrix) throws -> Matrix {
    let kept = min(dimensions, rows.columns, rows.rows)
    let found = try PCA(dimensions: kept).fit(rows).transform(rows)
    return Matrix(rows: rows.rows, columns: dimensions) { block in
      for row in 0..<rows.rows { for column in 0..<kept { block[row, column] = found[row, column] } }
    }
  }
}

extension UMAP {
  /// For each pair of rows and column that is compared, and each use of an edge and eight dimensions.
  private static let comparison = 2.1
  private static let use = 2_500.0
  /// The rows that each row is compared with where the search is not exact.
  private static let comparedRows = 12_000.0

  public func cost(_ shape: Shape) -> Cost? {
    let (rows, columns) = (Double(shape.rows), Double(shape.allColumns))
    let others = search == .exact || shape.rows <= Self.mostExactRows ? rows : min(rows, Self.comparedRows)
    let uses = 0.4 * rows * Double(neighbors) * Double((negativeSamples + 8) / 8) * Double((dimensions + 7) / 8)
    let epochs = Double(self.epochs(rows: shape.rows))
    // Two copies of the rows, and what the graph, its edges and the candidates take.
    let perRow = 2 * 4 * columns + 100 * Double(neighbors) + 64 * Double(dimensions)
    let search = Self.comparison * rows * others * columns
    return Cost(
      operations: search + epochs * Self.use * uses, iteration: Self.use * uses, bytes: Cost.bytes(rows * perRow),
      shared: search)
  }
}

/// The input of the layout: the graph of the neighbours of the rows, without the edges that are never drawn.
struct Manifold: Sendable {
  let graph: MembershipGraph
  let notices: [Notice]

  init(of rows: Matrix, _ method: UMAP) throws {
    let count = method.neighbors - 1
    let (nearest, notices) = Self.neighbors(of: rows, count: count, method)
    let memberships = NeighborMemberships(
      indices: nearest.indices, distances: method.distances(nearest.squaredDistances), count: count,
      localConnectivity: method.localConnectivity)
    graph = MembershipGraph(memberships, mix: method.setOpMix).pruned(epochs: method.epochs(rows: rows.rows))
    self.notices = notices
  }

  private static func neighbors(
    of rows: Matrix, count: Int, _ method: UMAP
  ) -> (NearestNeighbors, [Notice]) {
    guard method.search == .auto, rows.rows > UMAP.mostExactRows else {
      return (rows.nearestRows(count), [])
    }
    let found = ApproximateNeighbors(of: rows, count: count)
    guard found.recall < 1 else { return (found.neighbors, []) }
    // Rounded down, so that the note never states more than was found.
    let percent = (found.recall * 1000).rounded(.down) / 10
    let notice = Notice(
      kind: "approximate-neighbors",
      message: "\(percent) % of the true neighbours were found (on \(ApproximateNeighbors.measuredRows.grouped) rows); "
        + "search: exact finds all")
    return (found.neighbors, [notice])
  }
}
