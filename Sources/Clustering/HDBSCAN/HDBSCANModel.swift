import Core
import Matrices
import Stages

/// The hierarchy that ``HDBSCAN`` found, with the rows by which new ones find their place in it.
public struct HDBSCANModel: ClusterModel {
  /// The hierarchy of all clusters.
  package let condensedTree: CondensedTree
  /// The chosen clusters of the hierarchy, by label.
  package let chosen: [Int]
  private let rows: MeasuredRows
  /// The squared core distance of each row, itself counted, in stored units.
  private let cores: [Double]
  private let partition: Partition
  private let fittedStrengths: [Float]
  /// The number of samples of the fit.
  private let neighbors: Int

  package init(
    rows: MeasuredRows, cores: [Double], tree: CondensedTree, chosen: [Int], partition: Partition, strengths: [Float],
    neighbors: Int
  ) {
    self.rows = rows
    self.cores = cores
    condensedTree = tree
    self.chosen = chosen
    self.partition = partition
    fittedStrengths = strengths
    self.neighbors = neighbors
  }

  /// Returns the cluster of each row.
  ///
  /// A row that equals a fitted one has its label. Another one joins the hierarchy at the fitted row, among its nearest
  /// twice `min-samples`, at the least mutual reachability distance, and has the label of the chosen cluster there.
  ///
  /// - Throws: ``ClusteringError`` when the columns are not those of the fit, an entry is not finite, or, for the cosine
  ///   distance, rows are all zero.
  /// - Complexity: O(rows · fitted rows · columns).
  public func predict(_ rows: Matrix) throws -> Partition {
    Partition(labels: try places(of: rows).map(\.label), clusters: partition.clusters)
  }

  /// Returns the strength with which each row belongs to its cluster, from 0 for noise to 1.
  ///
  /// - Throws: as ``predict(_:)``.
  public func strengths(_ rows: Matrix) throws -> [Float]? { try places(of: rows).map(\.strength) }

  private func places(of new: Matrix) throws -> [(label: Int32, strength: Float)] {
    guard new.columns == rows.rows.columns else {
      throw ClusteringError(.columnsDiffer(expected: rows.rows.columns, found: new.columns))
    }
    try validateDensity(new, metric: rows.isCosine ? .cosine : .euclidean)
    let (above, deaths) = (condensedTree.chosenAbove(chosen), condensedTree.deaths)
    return rows.matching(new).withMeasure { new in
      rows.withMeasure { fitted in
        Parallel.mapChunks(of: new.count, size: 16) { _, range in
          range.map { row in
            let nearest = nearestRows(of: row, new, among: fitted)
            if nearest[0].square == 0 {
              let twin = nearest[0].row
              return (partition.labels[twin], fittedStrengths[twin])
            }
            return place(nearest, above, deaths)
          }
        }.flatMap(\.self)
      }
    }
  }

  /// The nearest fitted rows, nearest first, of equally near ones the lowest first.
  private func nearestRows(of row: Int, _ new: Measure, among fitted: Measure) -> [(square: Double, row: Int)] {
    let wanted = min(2 * neighbors, fitted.count)
    var nearest: [(square: Double, row: Int)] = []
    for other in 0..<fitted.count {
      let square = new.square(row, fitted, other)
      if nearest.count == wanted {
        guard square < nearest[wanted - 1].square else { continue }
        nearest.removeLast()
      }
      var position = nearest.count
      while position > 0, nearest[position - 1].square > square { position -= 1 }
      nearest.insert((square, other), at: position)
    }
    return nearest
  }

  /// The place of a row with these nearest ones in the hierarchy.
  private func place(
    _ nearest: [(square: Double, row: Int)], _ above: [Int?], _ deaths: [Double]
  ) -> (label: Int32, strength: Float) {
    let core = nearest[min(neighbors, nearest.count - 1)].square
    let reaches = nearest.map { max($0.square, core, cores[$0.row]) }
    // There is one nearest row at least.
    let best = reaches.indices.min { reaches[$0] < reaches[$1] }!
    let lambda = 1 / rows.distance(ofSquare: reaches[best])
    let neighbor = nearest[best].row
    var cluster = Int(condensedTree.parents[neighbor])
    if condensedTree.lambdas[neighbor] > lambda {
      while cluster > 0, condensedTree.clusters[cluster].birth >= lambda {
        cluster = condensedTree.clusters[cluster].parent
      }
    }
    guard let label = above[cluster] else { return (Partition.noise, 0) }
    return (Int32(label), CondensedTree.strength(lambda, death: deaths[chosen[label]]))
  }
}

// MARK: - Storage

extension HDBSCANModel {
  public var stored: StoredArrays? {
    var arrays = StoredArrays([
      "rows": rows.stored, "cores": .init(cores),
      "parents": .init(condensedTree.parents.map(Double.init)), "lambdas": .init(condensedTree.lambdas),
      "clusters": .init(table: condensedTree.clusters.map { [Double($0.parent), $0.birth, Double($0.size)] }),
      "chosen": .init(chosen.map(Double.init)), "labels": .init(partition.labels.map(Double.init)),
      "strengths": .init(fittedStrengths.map(Double.init)),
    ])
    arrays.add(rows.rows.frame)
    return arrays
  }

  /// The model that ``stored`` gives.
  ///
  /// - Throws: `StoredArraysError`.
  init(of stored: StoredArrays, _ method: HDBSCAN) throws {
    let found = try stored.required("rows", [nil, nil])
    let count = found.shape[0]
    guard count > 1 else { throw StoredArraysError(name: "rows", expected: [nil, nil], found: found.shape) }
    let frame = try stored.frame(columns: found.shape[1])
    rows = MeasuredRows(stored: found, frame, isCosine: method.metric == .cosine)
    cores = try stored.list("cores", count: count)
    let clusters = try stored.table("clusters", columns: 3)
    let tree = CondensedTree(
      clusters: try clusters.enumerated().map { id, values in
        .init(
          parent: Int(try Self.integer(values[0], -1..<max(id, 0), "clusters")), birth: values[1],
          size: Int(try Self.integer(values[2], 0..<count + 1, "clusters")))
      },
      parents: try stored.list("parents", count: count).map { try Self.integer($0, 0..<clusters.count, "parents") },
      lambdas: try stored.list("lambdas", count: count))
    condensedTree = tree
    chosen = try stored.list("chosen").map { Int(try Self.integer($0, 0..<tree.clusters.count, "chosen")) }
    let labels = try stored.list("labels", count: count)
    let known = chosen.count
    partition = Partition(labels: try labels.map { try Self.integer($0, -1..<known, "labels") }, clusters: known)
    fittedStrengths = try stored.list("strengths", count: count).map { Float($0) }
    neighbors = method.effectiveSamples(rows: count)
  }

  /// A stored whole number in a range.
  private static func integer(_ value: Double, _ range: Range<Int>, _ name: String) throws -> Int32 {
    guard let number = Int32(exactly: value), range.contains(Int(number)) else {
      throw StoredArraysError(name: name, expected: [nil], found: nil)
    }
    return number
  }
}

extension HDBSCAN {
  public func model(of stored: StoredArrays) throws -> (any ClusterModel)? { try HDBSCANModel(of: stored, self) }
}
