import Clustering
import Core
import Foundation
import Matrices
import Reduction
import Stages

/// The works that rest on the neighbours of rows, and the clusterers that merge rows or read a part of them.
extension Settings {
  func umap() throws -> Work {
    let rows = try matrix(rows, "rows")
    let umap = UMAP(
      dimensions: dimensions ?? 2, neighbors: neighbors ?? 15, minDist: minDist ?? 0.1,
      metric: try choice(metric, of: UMAP.Metric.self))
    let seed = Seed(seed ?? 0)
    return {
      let space = try umap.make([rows], seed: seed)
      return {
        if let out { try space.rows.writeEntries(to: out) }
        return ["rows": [Double(space.rows.rows)]]
      }
    }
  }

  func hdbscan() throws -> Work {
    let rows = try matrix(rows, "rows")
    let clusterer = HDBSCAN(
      minClusterSize: try required(minClusterSize, "minClusterSize"), minSamples: minSamples,
      metric: try choice(metric, of: DensityMetric.self))
    return {
      let found = try clusterer.cluster(rows, seed: 0)
      return { found.counts.merging(["treeWeight": [found.sumOfHeights]]) { $1 } }
    }
  }

  func dbscan() throws -> Work {
    let rows = try matrix(rows, "rows")
    let clusterer = DBSCAN(
      epsilon: try required(epsilon, "epsilon"), minSamples: minSamples ?? 5,
      metric: try choice(metric, of: DensityMetric.self))
    return {
      let found = try clusterer.cluster(rows, seed: 0)
      return { found.counts }
    }
  }

  func agglomerative() throws -> Work {
    let rows = try matrix(rows, "rows")
    let clusterer = Agglomerative(
      clusters: try required(k, "k"), linkage: try choice(linkage, of: Agglomerative.Linkage.self))
    return {
      let found = try clusterer.cluster(rows, seed: 0)
      return { ["heights": [found.sumOfHeights]] }
    }
  }

  func spectral() throws -> Work {
    let rows = try matrix(rows, "rows")
    let clusterer = Spectral(clusters: try required(k, "k"), neighbors: neighbors ?? 10)
    let seed = Seed(seed ?? 0)
    return {
      let found = try clusterer.cluster(rows, seed: seed)
      return {
        if let out { try found.partition.writeLabels(to: out) }
        return found.counts
      }
    }
  }

  func miniBatch() throws -> Work {
    let rows = try matrix(rows, "rows")
    let clusterer = MiniBatchKMeans(clusters: try required(k, "k"))
    let seed = Seed(seed ?? 0)
    return {
      let found = try clusterer.cluster(rows, seed: seed)
      return { ["inertia": [found.objective?.value ?? .nan], "batches": [Double(found.history.count)]] }
    }
  }
}

extension Clustering {
  fileprivate var counts: [String: [Double]] {
    ["clusters": [Double(partition.clusters)], "noise": [Double(partition.noiseCount)]]
  }

  /// The sum of the distances of all merges, which for single linkage is the weight of the spanning tree.
  fileprivate var sumOfHeights: Double {
    guard let tree else { return -1 }
    return (0..<tree.rows).reduce(0) { $0 + Double(tree[$1, 2]) }
  }
}
