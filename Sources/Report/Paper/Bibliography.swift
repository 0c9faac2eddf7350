/// The papers behind the methods, as data: an entry for each key, and the keys of each method, score and map.
///
/// A method without a paper of its own, such as putting columns side by side, cites where it is described.
package enum Bibliography {
  /// A published text.
  package struct Entry: Sendable, Equatable {
    package let key: String
    let kind: String
    let author, title: String
    /// The journal, the proceedings or the publisher, by the field of BibTeX.
    let venue: (field: String, name: String)
    let year: Int
    /// Further fields of BibTeX, such as `volume = {28}`.
    let more: String

    /// The entry in BibTeX.
    package var bibTeX: String {
      """
      @\(kind){\(key),
        author = {\(author)},
        title = {\(title)},
        \(venue.field) = {\(venue.name)},
        year = {\(year)}\(more.isEmpty ? "" : ",\n  " + more)
      }

      """
    }

    package static func == (one: Entry, other: Entry) -> Bool { one.bibTeX == other.bibTeX }
  }

  /// The keys of the papers of a method, score, map or test by its name; nil for an unknown name, and none for clusters that a
  /// file gives.
  package static func keys(of name: String) -> [String]? { citations[name] }

  /// Returns the entry of a key; nil for an unknown one.
  package static func entry(_ key: String) -> Entry? { entries.first { $0.key == key } }

  private static func article(
    _ key: String, _ author: String, _ title: String, _ journal: String, _ year: Int, _ more: String = ""
  ) -> Entry {
    Entry(key: key, kind: "article", author: author, title: title, venue: ("journal", journal), year: year, more: more)
  }

  private static func paper(
    _ key: String, _ author: String, _ title: String, _ proceedings: String, _ year: Int, _ more: String = ""
  ) -> Entry {
    Entry(
      key: key, kind: "inproceedings", author: author, title: title, venue: ("booktitle", proceedings), year: year,
      more: more)
  }

  private static func book(_ key: String, _ author: String, _ title: String, _ publisher: String, _ year: Int) -> Entry
  {
    Entry(key: key, kind: "book", author: author, title: title, venue: ("publisher", publisher), year: year, more: "")
  }

  private static let citations: [String: [String]] = [
    // Clusterers
    "kmeans": ["lloyd1982", "arthur2007"], "minibatch": ["sculley2010"], "balanced": ["malinen2014"],
    "gmm": ["dempster1977"], "agglomerative": ["ward1963", "mullner2011"], "spectral": ["ng2002", "shi2000"],
    "hdbscan": ["campello2013", "mcinnes2017"], "dbscan": ["ester1996"], "labels": [],
    "consensus": ["fred2005"], "two-level": ["ma2024"],
    // Fusions
    "concatenation": ["baltrusaitis2019"], "weighted-sum": ["baltrusaitis2019"],
    "pca-average": ["pearson1901", "schonemann1966"], "cca": ["hotelling1936"], "affinity": ["argyriou2005"],
    "late": ["fred2005", "topchy2003"], "counterpart": ["li2024"], "adaptive": ["zhu2026"],
    // Reductions, scalings and maps
    "pca": ["pearson1901"], "whiten": ["kessy2018"], "random-projection": ["johnson1984"],
    "standardize": ["hastie2009"], "l2": ["hastie2009"], "umap": ["mcinnes2018"],
    "tsne": ["vandermaaten2008", "linderman2019"],
    // Scores
    "kappa": ["cohen1960"], "kappa-matched": ["cohen1960", "kuhn1955"], "ari": ["hubert1985"], "ami": ["vinh2010"],
    "ami-geometric": ["vinh2010"], "ami-min": ["vinh2010"], "ami-max": ["vinh2010"],
    "nmi": ["strehl2002"], "nmi-geometric": ["strehl2002"], "nmi-min": ["vinh2010"], "nmi-max": ["vinh2010"],
    "homogeneity": ["rosenberg2007"], "completeness": ["rosenberg2007"],
    "v-measure": ["rosenberg2007"], "fowlkes-mallows": ["fowlkes1983"], "rand": ["rand1971"],
    "purity": ["manning2008"], "accuracy": ["kuhn1955"], "silhouette": ["rousseeuw1987"],
    "cosine-silhouette": ["rousseeuw1987"], "davies-bouldin": ["davies1979"],
    "calinski-harabasz": ["calinski1974"], "dbcv": ["moulavi2014"],
    // Tests and criteria
    "holm": ["holm1979"], "jackknife": ["arvesen1969"], "resamples": ["hennig2007"], "gap": ["tibshirani2001"],
    // Words
    "c-tf-idf": ["grootendorst2022"], "log-odds": ["monroe2008"],
  ]

  package static let entries: [Entry] = [
    article(
      "argyriou2005", "Argyriou, Andreas and Herbster, Mark and Pontil, Massimiliano",
      "Combining graph {L}aplacians for semi-supervised learning", "Advances in Neural Information Processing Systems",
      2005, "volume = {18}"),
    paper(
      "arthur2007", "Arthur, David and Vassilvitskii, Sergei", "k-means++: The advantages of careful seeding",
      "Proceedings of the 18th Annual ACM-SIAM Symposium on Discrete Algorithms", 2007, "pages = {1027--1035}"),
    article(
      "arvesen1969", "Arvesen, James N.", "Jackknifing {U}-statistics", "The Annals of Mathematical Statistics", 1969,
      "volume = {40}, number = {6}, pages = {2076--2100}"),
    article(
      "baltrusaitis2019", "Baltru{\\v{s}}aitis, Tadas and Ahuja, Chaitanya and Morency, Louis-Philippe",
      "Multimodal machine learning: A survey and taxonomy",
      "IEEE Transactions on Pattern Analysis and Machine Intelligence", 2019,
      "volume = {41}, number = {2}, pages = {423--443}"),
    article(
      "calinski1974", "Cali{\\'n}ski, Tadeusz and Harabasz, Jerzy", "A dendrite method for cluster analysis",
      "Communications in Statistics", 1974, "volume = {3}, number = {1}, pages = {1--27}"),
    paper(
      "campello2013", "Campello, Ricardo J. G. B. and Moulavi, Davoud and Sander, J{\\\"o}rg",
      "Density-based clustering based on hierarchical density estimates",
      "Advances in Knowledge Discovery and Data Mining", 2013, "pages = {160--172}"),
    article(
      "cohen1960", "Cohen, Jacob", "A coefficient of agreement for nominal scales",
      "Educational and Psychological Measurement", 1960, "volume = {20}, number = {1}, pages = {37--46}"),
    article(
      "davies1979", "Davies, David L. and Bouldin, Donald W.", "A cluster separation measure",
      "IEEE Transactions on Pattern Analysis and Machine Intelligence", 1979,
      "volume = {1}, number = {2}, pages = {224--227}"),
    article(
      "dempster1977", "Dempster, Arthur P. and Laird, Nan M. and Rubin, Donald B.",
      "Maximum likelihood from incomplete data via the {EM} algorithm",
      "Journal of the Royal Statistical Society: Series B",
      1977, "volume = {39}, number = {1}, pages = {1--38}"),
    paper(
      "ester1996", "Ester, Martin and Kriegel, Hans-Peter and Sander, J{\\\"o}rg and Xu, Xiaowei",
      "A density-based algorithm for discovering clusters in large spatial databases with noise",
      "Proceedings of the Second International Conference on Knowledge Discovery and Data Mining", 1996,
      "pages = {226--231}"),
    article(
      "fowlkes1983", "Fowlkes, Edward B. and Mallows, Colin L.", "A method for comparing two hierarchical clusterings",
      "Journal of the American Statistical Association", 1983, "volume = {78}, number = {383}, pages = {553--569}"),
    article(
      "fred2005", "Fred, Ana L. N. and Jain, Anil K.", "Combining multiple clusterings using evidence accumulation",
      "IEEE Transactions on Pattern Analysis and Machine Intelligence", 2005,
      "volume = {27}, number = {6}, pages = {835--850}"),
    article(
      "grootendorst2022", "Grootendorst, Maarten",
      "{BERTopic}: Neural topic modeling with a class-based {TF-IDF} procedure",
      "arXiv preprint arXiv:2203.05794", 2022),
    book(
      "hastie2009", "Hastie, Trevor and Tibshirani, Robert and Friedman, Jerome",
      "The Elements of Statistical Learning", "Springer", 2009),
    article(
      "hennig2007", "Hennig, Christian", "Cluster-wise assessment of cluster stability",
      "Computational Statistics \\& Data Analysis", 2007, "volume = {52}, number = {1}, pages = {258--271}"),
    article(
      "holm1979", "Holm, Sture", "A simple sequentially rejective multiple test procedure",
      "Scandinavian Journal of Statistics", 1979, "volume = {6}, number = {2}, pages = {65--70}"),
    article(
      "hotelling1936", "Hotelling, Harold", "Relations between two sets of variates", "Biometrika", 1936,
      "volume = {28}, number = {3/4}, pages = {321--377}"),
    article(
      "hubert1985", "Hubert, Lawrence and Arabie, Phipps", "Comparing partitions", "Journal of Classification", 1985,
      "volume = {2}, pages = {193--218}"),
    article(
      "johnson1984", "Johnson, William B. and Lindenstrauss, Joram",
      "Extensions of {L}ipschitz mappings into a {H}ilbert space", "Contemporary Mathematics", 1984,
      "volume = {26}, pages = {189--206}"),
    article(
      "kessy2018", "Kessy, Agnan and Lewin, Alex and Strimmer, Korbinian", "Optimal whitening and decorrelation",
      "The American Statistician", 2018, "volume = {72}, number = {4}, pages = {309--314}"),
    article(
      "kuhn1955", "Kuhn, Harold W.", "The {H}ungarian method for the assignment problem",
      "Naval Research Logistics Quarterly", 1955, "volume = {2}, pages = {83--97}"),
    paper(
      "li2024", "Li, Yunfan and Hu, Peng and Peng, Dezhong and Lv, Jiancheng and Fan, Jianping and Peng, Xi",
      "Image clustering with external guidance", "Proceedings of the 41st International Conference on Machine Learning",
      2024),
    article(
      "linderman2019",
      "Linderman, George C. and Rachh, Manas and Hoskins, Jeremy G. and Steinerberger, Stefan and Kluger, Yuval",
      "Fast interpolation-based t-{SNE} for improved visualization of single-cell {RNA}-seq data", "Nature Methods",
      2019,
      "volume = {16}, pages = {243--245}"),
    article(
      "lloyd1982", "Lloyd, Stuart P.", "Least squares quantization in {PCM}", "IEEE Transactions on Information Theory",
      1982, "volume = {28}, number = {2}, pages = {129--137}"),
    paper(
      "ma2024",
      "Ma, Jiawei and Huang, Po-Yao and Xie, Saining and Li, Shang-Wen and Zettlemoyer, Luke and Chang, Shih-Fu and "
        + "Yih, Wen-Tau and Xu, Hu",
      "{MoDE}: {CLIP} data experts via clustering",
      "Proceedings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition", 2024),
    paper(
      "malinen2014", "Malinen, Mikko I. and Fr{\\\"a}nti, Pasi", "Balanced k-means for clustering",
      "Structural, Syntactic, and Statistical Pattern Recognition", 2014, "pages = {32--41}"),
    book(
      "manning2008", "Manning, Christopher D. and Raghavan, Prabhakar and Sch{\\\"u}tze, Hinrich",
      "Introduction to Information Retrieval", "Cambridge University Press", 2008),
    paper(
      "mcinnes2017", "McInnes, Leland and Healy, John", "Accelerated hierarchical density based clustering",
      "IEEE International Conference on Data Mining Workshops", 2017, "pages = {33--42}"),
    article(
      "mcinnes2018", "McInnes, Leland and Healy, John and Melville, James",
      "{UMAP}: Uniform manifold approximation and projection for dimension reduction",
      "arXiv preprint arXiv:1802.03426", 2018),
    article(
      "monroe2008", "Monroe, Burt L. and Colaresi, Michael P. and Quinn, Kevin M.",
      "Fightin' words: Lexical feature selection and evaluation for identifying the content of political conflict",
      "Political Analysis", 2008, "volume = {16}, number = {4}, pages = {372--403}"),
    paper(
      "moulavi2014",
      "Moulavi, Davoud and Jaskowiak, Pablo A. and Campello, Ricardo J. G. B. and Zimek, Arthur and Sander, J{\\\"o}rg",
      "Density-based clustering validation", "Proceedings of the 2014 SIAM International Conference on Data Mining",
      2014,
      "pages = {839--847}"),
    article(
      "mullner2011", "M{\\\"u}llner, Daniel", "Modern hierarchical, agglomerative clustering algorithms",
      "arXiv preprint arXiv:1109.2378", 2011),
    article(
      "ng2002", "Ng, Andrew Y. and Jordan, Michael I. and Weiss, Yair",
      "On spectral clustering: Analysis and an algorithm", "Advances in Neural Information Processing Systems", 2002,
      "volume = {14}"),
    article(
      "pearson1901", "Pearson, Karl", "On lines and planes of closest fit to systems of points in space",
      "Philosophical Magazine", 1901, "volume = {2}, number = {11}, pages = {559--572}"),
    article(
      "rand1971", "Rand, William M.", "Objective criteria for the evaluation of clustering methods",
      "Journal of the American Statistical Association", 1971, "volume = {66}, number = {336}, pages = {846--850}"),
    paper(
      "rosenberg2007", "Rosenberg, Andrew and Hirschberg, Julia",
      "{V}-measure: A conditional entropy-based external cluster evaluation measure",
      "Proceedings of EMNLP-CoNLL 2007", 2007, "pages = {410--420}"),
    article(
      "rousseeuw1987", "Rousseeuw, Peter J.",
      "Silhouettes: A graphical aid to the interpretation and validation of cluster analysis",
      "Journal of Computational and Applied Mathematics", 1987, "volume = {20}, pages = {53--65}"),
    article(
      "schonemann1966", "Sch{\\\"o}nemann, Peter H.", "A generalized solution of the orthogonal {P}rocrustes problem",
      "Psychometrika", 1966, "volume = {31}, number = {1}, pages = {1--10}"),
    paper(
      "sculley2010", "Sculley, David", "Web-scale k-means clustering",
      "Proceedings of the 19th International Conference on World Wide Web", 2010, "pages = {1177--1178}"),
    article(
      "shi2000", "Shi, Jianbo and Malik, Jitendra", "Normalized cuts and image segmentation",
      "IEEE Transactions on Pattern Analysis and Machine Intelligence", 2000,
      "volume = {22}, number = {8}, pages = {888--905}"),
    article(
      "strehl2002", "Strehl, Alexander and Ghosh, Joydeep",
      "Cluster ensembles: A knowledge reuse framework for combining multiple partitions",
      "Journal of Machine Learning Research", 2002, "volume = {3}, pages = {583--617}"),
    article(
      "tibshirani2001", "Tibshirani, Robert and Walther, Guenther and Hastie, Trevor",
      "Estimating the number of clusters in a data set via the gap statistic",
      "Journal of the Royal Statistical Society: Series B", 2001, "volume = {63}, number = {2}, pages = {411--423}"),
    paper(
      "topchy2003", "Topchy, Alexander and Jain, Anil K. and Punch, William",
      "Combining multiple weak clusterings", "Third IEEE International Conference on Data Mining", 2003,
      "pages = {331--338}"),
    article(
      "vandermaaten2008", "{van der Maaten}, Laurens and Hinton, Geoffrey", "Visualizing data using t-{SNE}",
      "Journal of Machine Learning Research", 2008, "volume = {9}, pages = {2579--2605}"),
    article(
      "vinh2010", "Vinh, Nguyen Xuan and Epps, Julien and Bailey, James",
      "Information theoretic measures for clusterings comparison: Variants, properties, normalization and correction for "
        + "chance", "Journal of Machine Learning Research", 2010, "volume = {11}, pages = {2837--2854}"),
    article(
      "ward1963", "Ward, Joe H.", "Hierarchical grouping to optimize an objective function",
      "Journal of the American Statistical Association", 1963, "volume = {58}, number = {301}, pages = {236--244}"),
    paper(
      "zhu2026", "Zhu and others", "Hierarchical semantic alignment for image clustering",
      "Proceedings of the AAAI Conference on Artificial Intelligence", 2026, "note = {arXiv:2512.00904}"),
  ]
}
