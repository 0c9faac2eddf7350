import Clustering
import Core
import Datasets
import Features
import Foundation
import Matrices
import Reduction
import Scores
import Stages

/// The timed work; it returns the function that describes the result, which is not timed.
typealias Work = () throws -> () throws -> [String: [Double]]

extension Settings {
  /// Reads the data and returns the work.
  func prepare() throws -> Work {
    switch work {
    case "kmeans": try kMeans()
    case "gmm": try gaussianMixture()
    case "pca": try principalComponents()
    case "tsne": try tsne()
    case "silhouette": try silhouette()
    case "images": try images()
    case "assign": try assign()
    case "umap": try umap()
    case "hdbscan": try hdbscan()
    case "dbscan": try dbscan()
    case "agglomerative": try agglomerative()
    case "spectral": try spectral()
    case "minibatch": try miniBatch()
    case "peak": peak()
    default: throw SettingsError.unknownWork(work)
    }
  }

  private func peak() -> Work {
    {
      let rate = multiplyAddPeak(threads: threads)
      return { ["flops": [rate]] }
    }
  }

  func matrix(_ path: String?, _ name: String) throws -> Matrix {
    try FeatureSet(reading: required(path, name)).matrix
  }

  private func kMeans() throws -> Work {
    let rows = try matrix(rows, "rows")
    let clusterer = KMeans(
      clusters: try required(k, "k"), restarts: restarts ?? 10, maximumIterations: iterations ?? 300,
      tolerance: tolerance ?? 1e-4, start: random == true ? .random : .plusPlus)
    let seed = Seed(seed ?? 0)
    return {
      let fit = try clusterer.cluster(rows, seed: seed)
      return { ["inertia": [fit.objective?.value ?? .nan], "iterations": [Double(fit.history.count)]] }
    }
  }

  /// The start takes each row wholly for the component of its label.
  private func gaussianMixture() throws -> Work {
    let rows = try matrix(rows, "rows")
    let labels = try LabelSet.reading(required(labels, "labels")).labels
    var entries = [[Float]](repeating: [Float](repeating: 0, count: labels.values.count), count: labels.classes.count)
    for (row, label) in labels.values.enumerated() where label >= 0 { entries[Int(label)][row] = 1 }
    let mixture = GaussianMixture(
      clusters: labels.classes.count, covariance: .init(rawValue: covariance ?? "full") ?? .full,
      maximumIterations: iterations ?? 100, tolerance: tolerance ?? 1e-3, start: .responsibilities(Matrix(entries)))
    return {
      let fit = try mixture.cluster(rows, seed: 0)
      return {
        [
          "logLikelihood": [fit.objective?.value ?? .nan], "history": fit.history,
          "iterations": [Double(fit.history.count)], "notices": [Double(fit.notices.count)],
        ]
      }
    }
  }

  private func principalComponents() throws -> Work {
    let rows = try matrix(rows, "rows")
    let pca = PCA(dimensions: try required(dimensions, "dimensions"))
    return {
      let model = try pca.fit(rows)
      let coordinates = try model.transform(rows)
      return {
        if let out { try model.components.writeEntries(to: out) }
        return [
          "variance": [model.explainedVariance.reduce(0, +)], "explained": model.explainedVariance,
          "rows": [Double(coordinates.rows)],
        ]
      }
    }
  }

  private func tsne() throws -> Work {
    let rows = try matrix(rows, "rows")
    let start = try matrix(start, "start")
    let tsne = TSNE()
    return {
      let embedding = try tsne.reduce(rows, start: start, seed: 0)
      return { ["kl": [embedding.klDivergence]] }
    }
  }

  private func silhouette() throws -> Work {
    let rows = try matrix(rows, "rows")
    let partition = Partition(try LabelSet.reading(required(labels, "labels")).labels.values)
    return {
      let value = try Silhouette().score(rows, partition).value
      return { ["silhouette": [value]] }
    }
  }

  private func images() throws -> Work {
    let folder = try required(folder, "folder")
    return {
      let dataset = try Dataset.folder(at: folder)
      return {
        // Decoders may round a pixel differently; the mean shows that both saw the same images.
        guard let images = dataset.images else { return [:] }
        var sum = 0
        for index in 0..<images.count { sum += images.bytes(of: index).reduce(0) { $0 + Int($1) } }
        let bytes = images.count * images.height * images.width * Images.channels
        return ["images": [Double(images.count)], "mean": [Double(sum) / Double(bytes)]]
      }
    }
  }

  /// Labels the rows by the nearest of `k` centres.
  private func assign() throws -> Work {
    let rows = try matrix(rows, "rows")
    let clusters = try required(k, "k")
    let centers = rows.selecting(rows: (0..<clusters).map { $0 * (rows.rows / clusters) })
    let fit = try KMeans(clusters: clusters, maximumIterations: 1, start: .centers(centers)).cluster(rows, seed: 0)
    let model = try required(fit.model, "model")
    return {
      let partition = try model.predict(rows)
      return { ["clusters": [Double(Set(partition.labels).count)]] }
    }
  }
}
