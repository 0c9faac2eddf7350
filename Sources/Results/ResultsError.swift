import Core
import Foundation

/// The reason why something of a run could not be stored or read back.
public struct ResultsError: ExplainedError, Equatable {
  /// The failure with its paths and numbers.
  public enum Reason: Sendable, Equatable {
    /// The system refused an action; `number` is its errno.
    case system(action: Action, path: String, number: Int32)
    /// There is a folder where a file should go.
    case isFolder(path: String)
    /// There is a file where a folder should go.
    case isFile(path: String)
    /// The folder in which something should be made does not exist.
    case missingParent(path: String, parent: String)
    /// The folder holds no `run.json`.
    case notARun(path: String)
    /// The file has a schema that only later versions read; `known` is the latest that this one reads.
    case newerSchema(path: String, found: Int, known: Int)
    /// The file is not what this version writes.
    case malformed(path: String, detail: String)
    /// The labels beside a trial are not those it was stored with.
    case strangeLabels(path: String, expected: String, found: String)
    /// Another process writes into the folder; `holder` names it as far as it is known.
    case held(path: String, holder: String)
    /// The folder holds so many entries and no run.
    case folderInTheWay(path: String, entries: Int)
    /// Bytes that are needed do not fit; `left` is the number of bytes that do, where it is known, `number` the errno
    /// of the limit.
    case noDiskSpace(path: String, needed: Int, left: Int?, number: Int32)
    /// The run is ending and takes nothing more.
    case ending(path: String)
    /// The run has no tests of differences, which ranks need.
    case noTests(path: String)
  }

  /// The action that the system refused.
  public enum Action: String, Sendable {
    /// The writing of a file.
    case write
    /// The reading of a file.
    case read
    /// The making of a folder.
    case make
    /// The removal of a file or folder.
    case remove
  }

  /// The failure.
  public let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }
}

extension ResultsError {
  public var failure: String {
    switch reason {
    case .system(let action, let path, _): "cannot \(action.rawValue) \(path)"
    case .noTests(let path): "cannot rank the methods of \(path)"
    case .isFolder(let path), .ending(let path), .noDiskSpace(let path, _, _, _): "cannot write \(path)"
    case .held(let path, _), .folderInTheWay(let path, _): "cannot write the run to \(path)"
    case .isFile(let path), .missingParent(let path, _): "cannot make \(path)"
    case .notARun(let path): "cannot read the run \(path)"
    case .newerSchema(let path, _, _), .malformed(let path, _), .strangeLabels(let path, _, _): "cannot read \(path)"
    }
  }

  public var cause: String {
    switch reason {
    case .system(_, _, let number): "\(String(cString: strerror(number))) (errno \(number))"
    case .isFolder: "a folder has the name of the file"
    case .isFile: "a file has the name of the folder"
    case .missingParent(_, let parent): "the folder \(parent) does not exist"
    case .notARun(let path):
      FileManager.default.fileExists(atPath: path) ? "it holds no run.json" : "there is no such folder"
    case .newerSchema(_, let found, let known): "it has schema \(found), this fusebench reads up to schema \(known)"
    case .malformed(_, let detail): detail
    case .strangeLabels(_, let expected, let found): "its trial was stored with \(expected), found \(found)"
    case .ending: "the run is being stopped"
    case .noTests: "no two of them were compared by a test"
    case .held(_, let holder): "\(holder) is writing into this folder"
    case .folderInTheWay(_, let entries):
      "the folder holds \(counted(entries, "entry", plural: "entries")) and no run.json"
    case .noDiskSpace(_, let needed, let left, let number):
      "\(counted(needed, "byte")) are needed, \(Self.room(left, number)) (errno \(number))"
    }
  }

  /// Returns the limit that leaves no more space.
  private static func room(_ left: Int?, _ number: Int32) -> String {
    switch number {
    case EFBIG: "and a file may have \(left.map { counted($0, "byte") } ?? "fewer")"
    case EDQUOT: "and your quota of this disk leaves fewer"
    default: left.map { "and the disk has \(counted($0, "byte")) left" } ?? "and the disk has fewer left"
    }
  }

  public var hint: String {
    switch reason {
    case .system(let action, let path, let number): Self.wayOut(of: number, action, path)
    case .isFolder: "remove or rename the folder, or choose another name"
    case .isFile: "remove or rename the file, or name another folder with --out"
    case .missingParent(_, let parent): "make it first (mkdir -p \(parent)), or correct the path"
    case .notARun: "name the folder that `fusebench run` wrote, such as runs/<name>, or run the experiment first"
    case .newerSchema:
      "read it with the fusebench that wrote it, or a later one; `fusebench run --fresh` writes a new run over it"
    case .malformed: "the file was changed or cut short; run the experiment again"
    case .strangeLabels: "the two files are from different runs; run the experiment again"
    case .ending: "run it again; finished trials are kept"
    case .noTests:
      "scores against labels alone are tested, of two methods or more: give labels (and methods), or leave out --ranked, "
        + "and run fusebench statistics with the run's folder where it has none yet"
    case .held: "wait for its end, or name another folder with --out; --wait waits for it"
    case .folderInTheWay: "choose a new folder with --out, or empty this one"
    case .noDiskSpace(let path, _, _, let number): Self.wayOut(of: number, .write, path)
    }
  }

  /// The errno beneath an error of Foundation.
  static func systemNumber(of error: any Error) -> Int32 {
    Int32(clamping: ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError)?.code ?? Int(EIO))
  }

  private static func wayOut(of number: Int32, _ action: Action, _ path: String) -> String {
    switch number {
    case ENOSPC: "free some space on the disk, or name a folder on another one with --out; nothing half-written is left"
    case EDQUOT: "free some of your quota, or name a folder on another disk with --out; nothing half-written is left"
    case EFBIG: "raise the limit on the size of a file (ulimit -f); nothing half-written is left"
    case EACCES, EPERM:
      action == .read
        ? "you need the right to read it (ls -l \(path))" : "you need the right to write there, or name another folder"
    case EROFS: "the disk is mounted read-only; name a folder on another one with --out"
    case ENOTDIR: "a part of the path is a file, not a folder; correct the path"
    case ENOENT:
      action == .read ? "check the path" : "the folder was removed meanwhile; make it again, or correct the path"
    case ENAMETOOLONG: "give the space or the clusterer a shorter name"
    case ELOOP: "a symbolic link on the path leads back to itself; correct it"
    default: "check the disk and the path"
    }
  }
}
