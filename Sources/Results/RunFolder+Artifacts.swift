import Foundation

/// The artifacts that a run is put together from: which files hold them, and how those go that no longer belong to it.
extension RunFolder {
  /// The folders and files that hold what a run computed and took from its dataset.
  static let artifacts = [
    "trials", "embeddings", "spaces", "signs", "labels", "samples", "items", "clusters", "sweeps", markFile, idsFile,
    statisticsFile, truthsFile, attributionFile,
  ]

  /// A stored artifact, by the files that hold it.
  package enum Artifact: Hashable, Sendable {
    case trial(TrialIdentity)
    /// The way of new rows into a space; with a seed where it is made once a seed.
    case transform(space: String, seed: UInt64?)
    case map(space: String)
    /// The weights of a space's parts for each item.
    case partWeights(space: String)
    case signs(space: String)
    /// Label sets, samples, captions and ids.
    case dataset
    case thumbnails
    case silhouettes
    case cards
    /// The tables of a method's clusters and of their items.
    case members(RunPlan.Method)
    /// The words of the clusters of the best method.
    case clusterWords
    case sweep(SweepRecord.Kind)
    case statistics
    /// The scores against several label sets.
    case truths
    /// The shares of the parts of fused spaces in their scores.
    case attribution

    /// The names of its files, as far as they are fixed.
    var names: [String] {
      switch self {
      case .trial(let identity):
        [".json", ".labels.npy"].map { RunFolder.trialName(identity) + $0 }
          + TrialFile.allCases.map { RunFolder.trialName(identity) + "." + $0.rawValue }
      case .transform(let space, let seed): Self.files(RunFolder.transformName(space, seed: seed), ".json", ".npz")
      case .map(let space): Self.files(RunFolder.embeddingName(space), ".json", ".npy")
      case .partWeights(let space): Self.files(RunFolder.partWeightsName(space), ".json", ".npy")
      case .signs(let space): Self.files(RunFolder.signName(space), ".json", ".labels.npy")
      case .dataset: ["items/captions.json", RunFolder.idsFile, RunFolder.markFile]
      case .thumbnails: ["items/thumbnails.json"]
      case .silhouettes: Self.files("clusters/silhouette", ".json", ".npy", ".items.npy")
      case .cards: Self.files("clusters/cards", ".json", ".rgb")
      case .members(let method): MembersRecord.files.map { RunFolder.membersName(method) + $0 }
      case .clusterWords: [RunFolder.clusterWordsFile]
      case .sweep(let kind): [RunFolder.sweepName(kind)]
      case .statistics: [RunFolder.statisticsFile]
      case .truths: [RunFolder.truthsFile]
      case .attribution: [RunFolder.attributionFile]
      }
    }

    /// The beginnings of the names of its other files.
    var beginnings: [String] {
      switch self {
      case .dataset: ["labels/", "samples/"]
      case .thumbnails: ["items/sheet-"]
      case .sweep(let kind): ["sweeps/\(FileName.of(kind.rawValue))/"]
      case .trial, .transform, .map, .partWeights, .signs, .silhouettes, .cards, .members, .clusterWords, .statistics,
        .truths, .attribution:
        []
      }
    }

    /// Returns whether a file of the run's folder is one of its own.
    package func holds(_ file: String) -> Bool { names.contains(file) || beginnings.contains { file.hasPrefix($0) } }

    private static func files(_ name: String, _ endings: String...) -> [String] { endings.map { name + $0 } }
  }

  /// The files of artifacts, each with its bytes, but those of the artifacts that are kept and the names that a user gave to
  /// clusters; in order of their names.
  package func artifactFiles(except kept: some Sequence<Artifact>) throws -> [(name: String, bytes: Int)] {
    let kept = Array(kept)
    let (names, beginnings) = (Set(kept.flatMap(\.names)), kept.flatMap(\.beginnings))
    return try files(below: Self.artifacts).filter { file in
      !names.contains(file.name) && !beginnings.contains { file.name.hasPrefix($0) }
        && !ClusterNamesRecord.isOwn(file.name)
    }
  }

  /// The files of one artifact.
  package func artifactFiles(of artifact: Artifact) throws -> [(name: String, bytes: Int)] {
    try files(below: Self.artifacts).filter { artifact.holds($0.name) }
  }

  /// Returns the number of bytes that the tables, the figures and the page take.
  package func outputBytes() throws -> Int { try files(below: Self.outputs).reduce(0) { $0 + $1.bytes } }

  /// Removes files and folders of the run, as far as they are there, for good: also after a power cut they do not come
  /// back.
  package func remove(_ names: [String]) throws {
    var parents: Set<String> = []
    for name in names {
      let path = path(of: name)
      do {
        try FileManager.default.removeItem(atPath: path)
        parents.insert((path as NSString).deletingLastPathComponent)
      } catch let error as CocoaError where error.code == .fileNoSuchFile || error.code == .fileReadNoSuchFile {
        continue
      } catch {
        throw ResultsError(.system(action: .remove, path: path, number: ResultsError.systemNumber(of: error)))
      }
    }
    for parent in parents { try AtomicFile.synchronize(folder: parent) }
    removeEmptyFolders(parents)
  }

  /// Removes folders inside the run's that hold nothing any more, and those that then hold nothing.
  private func removeEmptyFolders(_ folders: Set<String>) {
    for folder in folders.sorted(by: >) {
      var folder = folder
      while folder.count > path.count, folder.hasPrefix(path + "/"), rmdir(folder) == 0 {
        folder = (folder as NSString).deletingLastPathComponent
      }
    }
  }

  /// The regular files below some folders, and those of the names that are files, in order of their names.
  private func files(below names: [String]) throws -> [(name: String, bytes: Int)] {
    var found: [(name: String, bytes: Int)] = []
    for name in names {
      let below = FileManager.default.enumerator(atPath: path(of: name))?.compactMap { $0 as? String } ?? []
      for file in [name] + below.map({ name + "/" + $0 }) {
        var status = stat()
        guard lstat(path(of: file), &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { continue }
        found.append((file, Int(status.st_size)))
      }
    }
    return found.sorted { $0.name < $1.name }
  }

  /// Throws when the folder holds something that is no run; what a killed process leaves behind is nothing.
  package func requireOwn() throws {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let others = entries.filter { !$0.hasPrefix(".fusebench") }
    guard others.isEmpty || entries.contains(Self.runFile) else {
      throw ResultsError(.folderInTheWay(path: path, entries: others.count))
    }
  }
}
