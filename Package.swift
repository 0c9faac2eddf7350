// swift-tools-version: 6.2
import PackageDescription

// The folders under Sources/ are the pipeline, in this order:
// Datasets ─► Features ─► Fusion ─► Clustering ─► Scores ─► Figures / Report.
// ARCHITECTURE.md says what each may import; Tests/ArchitectureTests holds it.
let package = Package(
  name: "fusebench",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "fusebench", targets: ["FusebenchCommand"]),
    // The pipeline for other packages.
    .library(name: "Fusebench", targets: ["Fusebench"]),
    // For Benchmarks/, which has a manifest of its own.
    .library(
      name: "FusebenchStages",
      targets: ["Core", "Matrices", "Stages", "Datasets", "Features", "Clustering", "Reduction", "Scores"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    // The command
    .executableTarget(
      name: "FusebenchCommand",
      dependencies: [
        "Claims", "Explain", "Gate", "Runs", "Experiments", "Report", "Results", "Stages", "Matrices", "Core", "CStart",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Sources/fusebench-cli"),

    // The library
    .target(
      name: "Fusebench",
      dependencies: [
        "Runs", "Experiments", "Report", "Results", "Features", "Fusion", "Reduction", "Clustering", "Scores",
        "Datasets", "Words", "Stages", "Matrices", "Core",
      ]),

    // A stored run, shown, judged and explained, and a text about it
    .target(
      name: "Explain",
      dependencies: [
        "Gate", "Runs", "Experiments", "Report", "Results", "Scores", "Fusion", "Clustering", "Reduction", "Features",
        "Datasets", "Stages", "Matrices", "Core",
      ]),
    .target(name: "Claims", dependencies: ["Gate", "Report", "Results", "Datasets", "Core"]),
    .target(
      name: "Gate",
      dependencies: ["Datasets", "Report", "Figures", "Results", "Statistics", "Scores", "Core"]),
    // The parts of the page become a part of the program, so that it can be moved and needs no other file.
    .target(
      name: "Report",
      dependencies: [
        "Results", "Statistics", "Scores", "Words", "Figures", "Matrices", "Core",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      resources: [.embedInCode("Page/Parts")]),
    .target(name: "Figures", dependencies: ["Matrices", "Core", "CCairo"]),

    // An experiment, and the run of it
    .target(
      name: "Runs",
      dependencies: [
        "Experiments", "Datasets", "Features", "Clustering", "Scores", "Statistics", "Reduction", "Words", "Stages",
        "Results", "Matrices", "Core",
      ]),
    .target(
      name: "Experiments",
      dependencies: [
        "Leaks", "Words", "Datasets", "Features", "Fusion", "Clustering", "Scores", "Reduction", "Stages", "Results",
        "Matrices", "Core", "CCrypto", .product(name: "Yams", package: "Yams"),
      ]),
    .target(name: "Leaks", dependencies: ["Features", "Matrices", "Core"]),
    .target(name: "Results", dependencies: ["Words", "Matrices", "Core"]),

    // The stages
    .target(name: "Datasets", dependencies: ["Matrices", "Core", "CImageCodecs", "CZip", "CZlib"]),
    .target(name: "Features", dependencies: ["Datasets", "Matrices", "Core"]),
    .target(name: "Fusion", dependencies: ["Clustering", "Reduction", "Stages", "Matrices", "Core"]),
    .target(name: "Reduction", dependencies: ["Stages", "Matrices", "Core"]),
    .target(name: "Clustering", dependencies: ["Stages", "Matrices", "Core"]),
    .target(name: "Scores", dependencies: ["Matrices", "Core"]),
    .target(name: "Statistics", dependencies: ["Scores", "Matrices", "Core"]),
    .target(name: "Words", dependencies: ["Core"], resources: [.embedInCode("StopLists")]),

    // What a method declares
    .target(name: "Stages", dependencies: ["Matrices", "Core"]),

    // The foundation
    .target(name: "Matrices", dependencies: ["Core", "COpenBLAS", "CKernels"]),
    .target(name: "Core"),

    // C without the flags below: the check of the processor at the start of the command, and the hottest kernels, for several
    // widths of vectors
    .target(name: "CStart", path: "Sources/System/CStart"),
    .target(name: "CKernels", path: "Sources/System/CKernels"),

    // C: the image codecs behind a status-and-message call, and system libraries
    .target(
      name: "CImageCodecs", dependencies: ["CPNG", "CJPEG", "CWebP", "CGIF", "CTIFF"],
      path: "Sources/System/CImageCodecs",
      // Not every giflib comes with a description for pkg-config.
      linkerSettings: [.linkedLibrary("gif")]),
    library("CPNG", pkgConfig: "libpng", apt: "libpng-dev", brew: "libpng"),
    library("CJPEG", pkgConfig: "libjpeg", apt: "libjpeg-dev", brew: "jpeg-turbo"),
    library("CWebP", pkgConfig: "libwebpdemux", apt: "libwebp-dev", brew: "webp"),
    library("CGIF", apt: "libgif-dev", brew: "giflib"),
    library("CTIFF", pkgConfig: "libtiff-4", apt: "libtiff-dev", brew: "libtiff"),
    library("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev", brew: "zlib"),
    library("COpenBLAS", pkgConfig: "openblas", apt: "libopenblas-dev", brew: "openblas"),
    library("CCairo", pkgConfig: "cairo", apt: "libcairo2-dev", brew: "cairo"),
    library("CZip", pkgConfig: "libzip", apt: "libzip-dev", brew: "libzip"),
    library("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev", brew: "openssl"),

    // Tests: one target a module, and one that holds the layout
    .testTarget(name: "CoreTests", dependencies: ["Core"]),
    .testTarget(
      name: "MatricesTests", dependencies: ["Matrices", "Core", "TestSupport"], resources: [.copy("Fixtures")]),
    .testTarget(name: "StagesTests", dependencies: ["Stages", "Matrices", "Core"]),
    .testTarget(name: "DatasetsTests", dependencies: ["Datasets", "Matrices", "Core"], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "FeaturesTests", dependencies: ["Features", "Datasets", "Matrices", "Core"], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "FusionTests",
      dependencies: ["Fusion", "Clustering", "Reduction", "Stages", "Matrices", "Core", "TestSupport"],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "ClusteringTests", dependencies: ["Clustering", "Stages", "Matrices", "Core", "TestSupport"],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "ReductionTests", dependencies: ["Reduction", "Stages", "Matrices", "Core", "TestSupport"],
      resources: [.copy("Fixtures")]),
    .testTarget(name: "ScoresTests", dependencies: ["Scores", "Matrices", "Core"], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "StatisticsTests",
      dependencies: ["Statistics", "Gate", "Scores", "Clustering", "Stages", "Matrices", "Core"],
      resources: [.copy("Fixtures")]),
    .testTarget(name: "WordsTests", dependencies: ["Words", "Core"], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "LeaksTests",
      dependencies: ["Leaks", "Features", "Clustering", "Scores", "Stages", "Matrices", "Core", "TestSupport"]),
    .testTarget(
      name: "ResultsTests", dependencies: ["Results", "Words", "Matrices", "Core", "TestSupport"],
      resources: [.copy("Fixtures")]),
    .testTarget(name: "FiguresTests", dependencies: ["Figures", "Matrices", "Core", "CCairo"]),
    .testTarget(name: "ReportTests", dependencies: ["Report", "Results", "Words", "Figures", "Matrices", "Core"]),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "Experiments", "Leaks", "Words", "Datasets", "Features", "Fusion", "Reduction", "Clustering", "Scores",
        "Stages", "Results", "Matrices", "Core", "TestSupport",
      ]),
    .testTarget(
      name: "RunsTests",
      dependencies: [
        "Runs", "Experiments", "Gate", "Report", "Figures", "Datasets", "Features", "Fusion", "Reduction", "Clustering",
        "Scores", "Statistics", "Words", "Stages", "Results", "Matrices", "Core", "TestSupport",
      ], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "GateTests",
      dependencies: [
        "Gate", "Runs", "Experiments", "Report", "Statistics", "Scores", "Results", "Matrices", "Core", "TestSupport",
      ]),
    .testTarget(
      name: "ExplainTests",
      dependencies: [
        "Explain", "Gate", "Runs", "Experiments", "Results", "Scores", "Clustering", "Stages", "Matrices", "Core",
        "TestSupport",
      ], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "ClaimsTests", dependencies: ["Claims", "Gate", "Results", "Core"], resources: [.copy("Fixtures")]),
    .target(name: "TestSupport", dependencies: ["Stages", "Matrices", "Core"], path: "Tests/Support"),
    // It runs the command, which every build of the tests makes, and links nothing of it.
    .testTarget(name: "CommandTests", exclude: ["Fixtures"]),
    .testTarget(name: "ArchitectureTests"),
    // The examples of the documentation, which see only what is public, as other packages do.
    .executableTarget(
      name: "OutsideExamples", dependencies: ["Fusebench"], path: "Tests/Outside/Sources/Comparison",
      packageAccess: false),
  ]
)

// Strict settings everywhere; on x86-64 the instructions of x86-64-v3, which most processors since 2015 have, so that a
// program does not belong to the machine that built it. `CKernels` uses wider vectors where there are some. (Values that
// cross modules need the flags to be the same in all of them.)
for target in package.targets where target.type == .regular || target.type == .executable || target.type == .test {
  guard !["CStart", "CKernels", "CImageCodecs"].contains(target.name) else { continue }
  var settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
  #if arch(x86_64)
    settings.append(.unsafeFlags(["-Xcc", "-march=x86-64-v3"]))
  #endif
  target.swiftSettings = (target.swiftSettings ?? []) + settings
}

// The command holds Swift's libraries and Foundation in itself: it then starts in 13 ms of CPU time in place of 21, most
// of which goes into the relocation of shared libraries. The tests must share them with the testing library, so nothing
// that they link depends on this target. (Another linker would warn of a call inside Foundation; this one comes with
// Swift.)
#if os(Linux)
  for target in package.targets where target.name == "FusebenchCommand" {
    target.swiftSettings?.append(.unsafeFlags(["-static-stdlib"]))
    // An allocation that the system refuses ends in Interruption.swift rather than in the runtime's abort.
    let refusal = "-Wl,--wrap=_ZN5swift28swift_abortAllocationFailureEmm"
    target.linkerSettings = [.unsafeFlags(["-static-stdlib", "-use-ld=lld", "-Xclang-linker", refusal])]
  }
#endif

/// A library of the system, with the packages that hold it.
func library(_ name: String, pkgConfig: String? = nil, apt: String, brew: String) -> Target {
  .systemLibrary(
    name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt]), .brew([brew])])
}
